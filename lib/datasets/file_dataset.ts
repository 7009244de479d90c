import { toBytes } from "../core/bytes.ts";
import type { JsonObject } from "../core/json.ts";
import type { StoreKey } from "../stores/store.ts";
import type { Codec } from "./codec.ts";
import type { Dataset } from "./dataset.ts";

/** What {@linkcode fileDataset} needs. */
export interface FileDatasetOptions<T> {
  /** Its format. */
  readonly codec: Codec<T>;
  /** Its place. */
  readonly place: StoreKey;
  /** The `filepath` as the user wrote it. */
  readonly filepath: string;
  /** More about it, for `describe()`. */
  readonly details?: JsonObject | undefined;
}

/** A value in one object of a store: any format at any place. */
export function fileDataset<T>(options: FileDatasetOptions<T>): Dataset<T> {
  const { codec, place: { store, key }, filepath, details } = options;
  return {
    type: codec.type,
    traits: { ephemeral: !store.traits.persistent },
    async load({ signal } = {}): Promise<T> {
      return await codec.decode(await toBytes(await store.read(key, { signal }), { signal }));
    },
    async save(value: T, { signal } = {}): Promise<void> {
      await store.write(key, await codec.encode(value), { signal });
    },
    async exists(): Promise<boolean> {
      return await store.stat(key) !== undefined;
    },
    describe(): JsonObject {
      return { type: codec.type, filepath, ...details };
    },
  };
}
