import { toBytes } from "../core/bytes.ts";
import { StoreError } from "../core/errors.ts";
import { checkKey } from "../stores/key.ts";
import type { Body, CopyOptions, ListOptions, ObjectInfo, ReadOptions, Store } from "../stores/store.ts";
import type { TrackedFile, TrackedFiles } from "./files.ts";

/**
 * The files of a run or model as a store, so that datasets and flavours of any kind read and write them in place. They are
 * looked up at each use, as one dataset may serve several runs.
 *
 * @param files Finds the files.
 * @param base What the URI of each begins with.
 */
export function filesStore(files: () => Promise<TrackedFiles>, base = "artifact:"): Store {
  const uri = (key: string): string => base.endsWith(":") ? base + key : `${base}/${key}`;
  const stat = async (key: string): Promise<ObjectInfo | undefined> => {
    const found = (await (await files()).list()).find(({ path }) => path === key);
    return found && toInfo(found);
  };
  const store: Store = {
    root: base,
    traits: { atomicWrite: true, persistent: true },
    uri,
    async read(
      key: string,
      { start = 0, end, signal }: ReadOptions = {},
    ): Promise<ReadableStream<Uint8Array>> {
      checkKey(key);
      const { label, read } = await files();
      // To look first would list all files for each that is read.
      const stream = await read(key).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
        throw new StoreError(`Cannot read "${key}": ${label} has no such file`, {
          uri: uri(key),
          kind: "missing",
        }, { cause: error });
      });
      if (start === 0 && end === undefined) return stream;
      return ReadableStream.from([(await toBytes(stream, { signal })).subarray(start, end)]);
    },
    async write(key: string, body: Body): Promise<ObjectInfo> {
      checkKey(key);
      const { size } = await (await files()).write(key, body);
      return toInfo({ path: key, size });
    },
    stat,
    async *list(prefix = "", { limit }: ListOptions = {}): AsyncIterable<ObjectInfo> {
      const found = (await (await files()).list()).filter(({ path }) => path.startsWith(prefix));
      for (const file of found.slice(0, limit)) yield toInfo(file);
    },
    async delete(key: string): Promise<void> {
      if (await stat(key) === undefined) return;
      throw new StoreError(`Cannot remove "${key}": what was logged stays`, {
        uri: uri(key),
        kind: "denied",
      });
    },
    copy: async (from: string, to: string, options?: CopyOptions): Promise<ObjectInfo> =>
      await store.write(to, await store.read(from, options), options),
  };
  return store;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error &&
    ("code" in error && error.code === "RESOURCE_DOES_NOT_EXIST" ||
      "kind" in error && error.kind === "missing");
}

// Nobody wrote down when a file was stored.
function toInfo({ path, size, sha256 }: TrackedFile): ObjectInfo {
  return { key: path, size, modified: 0, ...(sha256 !== undefined && { sha256 }) };
}
