import { pathToFileURL } from "node:url";
import { toBytes } from "../core/bytes.ts";
import { midSentence, reasonOf } from "../core/describe_value.ts";
import { ConfigError } from "../core/errors.ts";
import { describeProblems } from "../core/issue.ts";
import { archiveStore } from "../stores/archive_store.ts";
import { httpStore } from "../stores/http_store.ts";
import { describeUrl, readUrl } from "../stores/read_url.ts";
import { remoteResolver } from "../stores/remote_resolver.ts";
import type { Store } from "../stores/store.ts";
import type { ConfigSource } from "./config_source.ts";
import { isArchive, type OpenSourceOptions } from "./open_source.ts";

/** How to read an archive. */
export interface ArchiveSourceOptions extends OpenSourceOptions {
  /** How messages call it. */
  readonly name: string;
}

// Configuration is text that people write.
const MAX_ARCHIVE = 64 * 1024 * 1024;
const MAX_FILE = 16 * 1024 * 1024;

/**
 * Configuration in an archive on this machine.
 *
 * @throws {ConfigError} When it cannot be opened.
 */
export async function openArchive(path: string, options: ArchiveSourceOptions): Promise<ConfigSource> {
  const bytes = await attempt(options.name, async () => {
    const { size } = await Deno.stat(path);
    if (size > MAX_ARCHIVE) throw new RangeError(`An archive must have at most ${MAX_ARCHIVE} bytes`);
    return await Deno.readFile(path);
  });
  return await archiveSource(bytes, { ...options, uri: pathToFileURL(path).href });
}

/**
 * Configuration behind a URL: an archive, or a folder whose index pages name the files.
 *
 * @throws {ConfigError} When it cannot be opened.
 */
export async function openUrl(url: string, options: OpenSourceOptions): Promise<ConfigSource> {
  const name = (await attempt("a URL", () => describeUrl(url))).replace(/\/+$/, "");
  if (isArchive(new URL(url).pathname)) {
    const bytes = await attempt(name, () => readUrl(url, { maxBytes: MAX_ARCHIVE }));
    return await archiveSource(bytes, { ...options, name, uri: name });
  }
  const source = storeSource(httpStore(url), { ...options, name, top: "" });
  await attempt(name, async () => {
    if (!await source.exists()) {
      throw new TypeError("The server must make index pages of folders, and none lists a file");
    }
  });
  return source;
}

/**
 * Configuration in S3: an archive, or all that is below a key. Credentials are those of the machine, as the catalog that names
 * others is what is being read.
 *
 * @throws {ConfigError} When it cannot be opened.
 */
export async function openS3(url: string, options: OpenSourceOptions): Promise<ConfigSource> {
  const name = url.replace(/\/+$/, "");
  const { store, key } = await attempt(name, () => remoteResolver()(url));
  if (isArchive(key)) {
    const bytes = await attempt(name, async () => await readWhole(store, key));
    await store[Symbol.asyncDispose]?.();
    return await archiveSource(bytes, { ...options, name, uri: name });
  }
  const source = storeSource(store, { ...options, name, top: key === "" ? "" : `${key}/` });
  await attempt(name, async () => {
    if (!await source.exists()) throw new TypeError("Nothing is there");
  });
  return source;
}

async function readWhole(store: Store, key: string): Promise<Uint8Array> {
  const bytes = await toBytes(await store.read(key, { end: MAX_ARCHIVE + 1 }));
  if (bytes.length <= MAX_ARCHIVE) return bytes;
  throw new RangeError(`An archive must have at most ${MAX_ARCHIVE} bytes`);
}

async function archiveSource(
  bytes: Uint8Array,
  options: ArchiveSourceOptions & { readonly uri: string },
): Promise<ConfigSource> {
  const { uri, name } = options;
  const store = await attempt(name, () => archiveStore(bytes, { uri, maxBytes: MAX_ARCHIVE }));
  const keys = (await Array.fromAsync(store.list())).map(({ key }) => key);
  return storeSource(store, { ...options, top: topFolder(keys, options.baseEnv) });
}

// `kedro package` puts everything below one folder, conf; an archive of what is in that folder is fine as well.
function topFolder(keys: readonly string[], baseEnv: string): string {
  const tops = new Set(keys.map((key) => key.split("/")[0] ?? ""));
  const [only = ""] = tops;
  const isBelow = tops.size === 1 && only !== baseEnv && keys.some((key) => key.startsWith(`${only}/`));
  return isBelow ? `${only}/` : "";
}

/** Configuration in a store. */
function storeSource(
  store: Store,
  { name, top, ignoreHidden = true }: ArchiveSourceOptions & { readonly top: string },
): ConfigSource {
  // Read once: a server needs a request for each folder.
  let listed: Promise<readonly string[]> | undefined;
  const list = () => listed ??= listKeys(store, { top, ignoreHidden });
  return {
    name,
    // Whoever wrote them is somewhere else.
    mayNameModules: false,
    exists: async () => (await list()).length > 0,
    async list(folder) {
      const files = (await list()).filter((key) => key.startsWith(`${folder}/`));
      return files.length === 0 ? undefined : files;
    },
    async folders() {
      const tops = (await list()).flatMap((key) => key.includes("/") ? [key.split("/")[0] ?? ""] : []);
      return [...new Set(tops)].sort();
    },
    read: async (path) => await toBytes(await store.read(`${top}${path}`, { end: MAX_FILE + 1 })),
    close: async () => await store[Symbol.asyncDispose]?.(),
  };
}

async function listKeys(
  store: Store,
  { top, ignoreHidden }: { readonly top: string; readonly ignoreHidden: boolean },
): Promise<readonly string[]> {
  const infos = await Array.fromAsync(store.list(top));
  const keys = infos.map(({ key }) => key.slice(top.length));
  return keys.filter((key) => !ignoreHidden || key.split("/").every((segment) => !segment.startsWith(".")));
}

async function attempt<T>(name: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const message = `Configuration cannot be read from "${name}": ${midSentence(reasonOf(error))}`;
    const issues = [{ code: "config.source", message }];
    throw new ConfigError(describeProblems("configuration", issues), { issues }, { cause: error });
  }
}
