import { cutStream, toBytes } from "../core/bytes.ts";
import type { StoreError } from "../core/errors.ts";
import { mapPool } from "../core/pool.ts";
import { changedError } from "./_changed_error.ts";
import { checkSha256 } from "./_check_sha256.ts";
import { httpError, isMissing, request, splitCredentials } from "./_http_request.ts";
import { linksBelow } from "./_index_links.ts";
import { checkKey, keyProblem } from "./key.ts";
import { checkRange } from "./_range.ts";
import { readOnly } from "./_read_only.ts";
import { signalNow } from "./_signal_now.ts";
import type { FolderEntry, ObjectInfo, ReadOptions, Store } from "./store.ts";

/** How to read from a web server. */
export interface HttpStoreOptions {
  /** Sent with every request. @default {none but `Authorization`, when the URL holds a user and password} */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Makes the requests. @default {fetch} */
  readonly fetch?: typeof fetch | undefined;
  /** Stops what has no signal of its own: looking at files and listing them; a function is asked at each call. @default {nothing does} */
  readonly signal?: AbortSignal | (() => AbortSignal | undefined) | undefined;
}

/**
 * Files of a web server below a URL, for reading. They are listed by the index pages that the server makes of folders
 * (as nginx, Apache and `python -m http.server` do): every link to something below the folder is an entry.
 *
 * @param url Folder of the server. A user and password in it are sent, and never shown.
 * @throws {TypeError} When it is no http or https URL.
 */
export function httpStore(url: string | URL, options: HttpStoreOptions = {}): Store {
  const { base, headers } = parseRoot(url);
  const uri = (key: string): string => {
    checkKey(key);
    return base.href + key.split("/").map(encodeURIComponent).join("/");
  };
  const ask = (at: string, init: RequestInit = {}) => {
    const signal = init.signal ?? signalNow(options.signal);
    return request(at, {
      ...init,
      headers: { ...headers, ...options.headers, ...init.headers },
      ...signal && { signal },
    }, { fetch: options.fetch ?? fetch });
  };

  async function stat(key: string): Promise<ObjectInfo | undefined> {
    const head = await ask(uri(key), { method: "HEAD" });
    // Not every server knows HEAD.
    const response = head.status === 405 || head.status === 501 ? await ask(uri(key)) : head;
    await response.body?.cancel();
    return isMissing(response) ? undefined : describe(key, response);
  }

  // Keys of what the page of a folder links to; with "/" behind them those of folders.
  async function listPage(folder: string): Promise<readonly string[]> {
    const at = folder === "" ? base.href : `${uri(folder)}/`;
    const response = await ask(at);
    const isPage = response.ok && /^text\/html\b/.test(response.headers.get("content-type") ?? "");
    if (!isPage) {
      await response.body?.cancel();
      return [];
    }
    const page = new TextDecoder().decode(await toBytes(limited(response, MAX_PAGE)));
    return linksBelow(page, response.url || at).flatMap(({ name, isFolder }) => {
      const key = folder === "" ? name : `${folder}/${name}`;
      return keyProblem(key) !== undefined ? [] : [isFolder ? `${key}/` : key];
    });
  }

  async function* listBelow(folder: string, depth = 0): AsyncIterable<string> {
    if (depth > MAX_DEPTH) return;
    for (const key of await listPage(folder)) {
      if (key.endsWith("/")) yield* listBelow(key.slice(0, -1), depth + 1);
      else yield key;
    }
  }

  return {
    root: base.href,
    traits: { atomicWrite: false, persistent: true },
    uri,
    stat: (key) => Promise.try(() => stat(key)),
    async read(key: string, range: ReadOptions = {}): Promise<ReadableStream<Uint8Array>> {
      const at = uri(key);
      checkRange(range);
      const { start = 0, end, ifMatch, sha256, signal } = range;
      signal?.throwIfAborted();
      const isPart = start > 0 || end !== undefined;
      if (end === start) return new Blob([]).stream();
      const part = { range: `bytes=${start}-${end === undefined ? "" : end - 1}` };
      const response = await ask(at, { ...isPart && { headers: part }, ...signal && { signal } });
      if (response.status === 416) {
        await response.body?.cancel();
        return new Blob([]).stream();
      }
      if (!response.ok) {
        await response.body?.cancel();
        throw httpError(at, "missing", { reason: "it does not exist" });
      }
      if (ifMatch !== undefined && response.headers.get("etag") !== ifMatch) {
        await response.body?.cancel();
        throw changedError(at);
      }
      // A server may answer with everything.
      const from = response.status === 206 ? 0 : start;
      const bytes = cutStream(response.body, { from, length: end === undefined ? Infinity : end - start });
      return checkSha256(bytes, { sha256, uri: at, verb: "read" });
    },
    async *list(prefix = "", { limit = Infinity } = {}) {
      const folder = folderOf(prefix);
      if (folder === undefined) return;
      const keys: string[] = [];
      for await (const key of listBelow(folder)) {
        if (key.startsWith(prefix)) keys.push(key);
        if (keys.length > MAX_KEYS) throw tooMany(base.href);
      }
      const infos = await mapPool(keys.sort().slice(0, limit), MAX_REQUESTS, stat);
      yield* infos.filter((info) => info !== undefined);
    },
    async *listFolder(prefix) {
      const folder = folderOf(prefix);
      if (folder === undefined) return;
      const keys = (await listPage(folder)).filter((key) => key.startsWith(prefix)).sort();
      const entries = await mapPool(keys, MAX_REQUESTS, async (key): Promise<FolderEntry | undefined> => {
        if (key.endsWith("/")) return { kind: "folder", prefix: key };
        const info = await stat(key);
        return info && { kind: "object", info };
      });
      yield* entries.filter((entry) => entry !== undefined);
    },
    ...readOnly(uri, "a web server"),
  };
}

// Up to its last "/" a prefix names a folder.
function folderOf(prefix: string): string | undefined {
  const folder = prefix.slice(0, Math.max(0, prefix.lastIndexOf("/")));
  return folder === "" || keyProblem(folder) === undefined ? folder : undefined;
}

const MAX_DEPTH = 16;
const MAX_KEYS = 10_000;
const MAX_REQUESTS = 8;
const MAX_PAGE = 4 * 1024 * 1024;

function parseRoot(from: string | URL): { readonly base: URL; readonly headers: Record<string, string> } {
  const { url: base, headers } = splitCredentials(new URL(from));
  if (base.protocol !== "http:" && base.protocol !== "https:") {
    throw new TypeError(`Cannot read from "${base.protocol}": an http or https URL is needed`);
  }
  base.search = base.hash = "";
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  return { base, headers };
}

function tooMany(uri: string): StoreError {
  return httpError(uri, "corrupt", { reason: `its index pages lead to more than ${MAX_KEYS} files` });
}

function describe(key: string, { headers }: Response): ObjectInfo {
  const modified = Date.parse(headers.get("last-modified") ?? "");
  const etag = headers.get("etag");
  return {
    key,
    size: Number(headers.get("content-length") ?? 0),
    modified: Number.isNaN(modified) ? 0 : modified,
    ...etag !== null && { etag },
  };
}

function limited(response: Response, most: number): ReadableStream<Uint8Array> {
  return cutStream(response.body, { from: 0, length: most });
}
