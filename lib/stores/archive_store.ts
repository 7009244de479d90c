import { StoreError } from "../core/errors.ts";
import { readObjects } from "./_archive_objects.ts";
import { changedError } from "./_changed_error.ts";
import { checkSha256 } from "./_check_sha256.ts";
import { checkKey } from "./key.ts";
import { checkRange } from "./_range.ts";
import { readOnly } from "./_read_only.ts";
import type { Store } from "./store.ts";

/** How to open an archive. */
export interface ArchiveStoreOptions {
  /** Where the archive is, for messages. @default {"archive:"} */
  readonly uri?: string | undefined;
  /** How many files and folders it may hold. @default {10000} */
  readonly maxEntries?: number | undefined;
  /** How many bytes it may hold, unpacked. @default {64 MiB} */
  readonly maxBytes?: number | undefined;
}

/**
 * The files in a zip, tar or tar.gz archive, for reading.
 *
 * @throws {StoreError} With kind `corrupt` when it is no archive, is damaged, or holds what it must not.
 */
export async function archiveStore(archive: Uint8Array, options: ArchiveStoreOptions = {}): Promise<Store> {
  const { uri: archiveUri = "archive:" } = options;
  const root = `${archiveUri}!/`;
  const objects = await readObjects(archive, options);
  const uri = (key: string): string => {
    checkKey(key);
    return root + key;
  };
  return {
    root,
    traits: { atomicWrite: false, persistent: true },
    uri,
    read: (key, options = {}) =>
      Promise.try(() => {
        const at = uri(key);
        checkRange(options);
        options.signal?.throwIfAborted();
        const found = objects.get(key);
        if (found === undefined) {
          throw new StoreError(`Cannot read "${at}": it does not exist`, { uri: at, kind: "missing" });
        }
        // An archive in memory does not change, so its objects need no tag.
        if (options.ifMatch !== undefined) throw changedError(at);
        const stream = streamOf(found.bytes.subarray(options.start ?? 0, options.end), options.signal);
        return checkSha256(stream, { sha256: options.sha256, uri: at, verb: "read" });
      }),
    stat: (key) => Promise.try(() => (checkKey(key), objects.get(key)?.info)),
    async *list(prefix = "", { limit } = {}) {
      const infos = [...objects.values()].map(({ info }) => info).filter(({ key }) => key.startsWith(prefix));
      yield* infos.sort((a, b) => a.key < b.key ? -1 : 1).slice(0, limit);
    },
    ...readOnly(uri, "an archive"),
  };
}

function streamOf(bytes: Uint8Array, signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
  return ReadableStream.from((function* () {
    signal?.throwIfAborted();
    if (bytes.length > 0) yield new Uint8Array(bytes);
  })());
}
