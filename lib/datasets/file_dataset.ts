import { toBytes } from "../core/bytes.ts";
import { DatasetError } from "../core/errors.ts";
import type { JsonObject } from "../core/json.ts";
import type { StoreKey } from "../stores/store.ts";
import type { ByteSource } from "./byte_source.ts";
import type { Codec } from "./codec.ts";
import type { Dataset, TransferOptions } from "./dataset.ts";

/** What {@linkcode fileDataset} needs. */
export interface FileDatasetOptions<T> {
  /** Its format. */
  readonly codec: Codec<T>;
  /** Its place. */
  readonly place: StoreKey;
  /** The `filepath` as the user wrote it. */
  readonly filepath: string;
  /** Refuse to save over what is there. @default {false} */
  readonly ifAbsent?: boolean | undefined;
  /** More about it, for `describe()`. */
  readonly details?: JsonObject | undefined;
}

/** A value in one object of a store: any format at any place. */
export function fileDataset<T>(options: FileDatasetOptions<T>): Dataset<T> {
  const { codec, place: { store, key }, filepath, ifAbsent, details } = options;
  return {
    type: codec.type,
    traits: { ephemeral: !store.traits.persistent },
    async load(transfer: TransferOptions = {}): Promise<T> {
      return await codec.decode(sourceOf(options, transfer));
    },
    async save(value: T, { signal } = {}): Promise<void> {
      const bytes = await codec.encode(value);
      await store.write(key, bytes instanceof Uint8Array ? bytes : ReadableStream.from(bytes), {
        ifAbsent,
        signal,
      });
    },
    // Opened too, since a file that may not be read is better found before a run than in the middle of it.
    async exists(): Promise<boolean> {
      if (await store.stat(key) === undefined) return false;
      await open(options.place);
      return true;
    },
    async obstacle(): Promise<string | undefined> {
      const found = await store.obstacle?.(key);
      return found && `"${filepath}" cannot be written as a file: ${found}`;
    },
    locate: () => Promise.resolve(options.place),
    describe(): JsonObject {
      return { type: codec.type, filepath, ...details };
    },
  };
}

function sourceOf<T>(options: FileDatasetOptions<T>, { signal }: TransferOptions): ByteSource {
  const { codec, place, filepath } = options;
  const { store, key } = place;
  return {
    bytes: async () => await toBytes(await store.read(key, { signal }), { signal }),
    chunks: async function* () {
      yield* await store.read(key, { signal });
    },
    range: async (start, end) => await toBytes(await store.read(key, { start, end, signal }), { signal }),
    info: async () => await store.stat(key) ?? { size: 0, modified: 0 },
    check: () => open(place),
    problem: (message, { line, ...cause } = {}) =>
      new DatasetError(
        `Cannot read "${filepath}${line === undefined ? "" : `:${line}`}": ${message}`,
        { dataset: codec.type, uri: store.uri(key) },
        cause,
      ),
  };
}

async function open({ store, key }: StoreKey): Promise<void> {
  await (await store.read(key, { end: 0 })).cancel();
}
