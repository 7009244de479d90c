import { toBytes } from "../../core/bytes.ts";
import { StoreError } from "../../core/errors.ts";
import { checkKey } from "../../stores/key.ts";
import type { Body, ObjectInfo, ReadOptions, Store } from "../../stores/store.ts";
import type { ArtifactPlace } from "./artifact_place.ts";

/**
 * The artifacts of a run as a store, so that a dataset of any type reads and writes them in place. The run is looked up at
 * each use, as one dataset may serve several runs.
 */
export function artifactStore(place: () => Promise<ArtifactPlace>): Store {
  const uri = (key: string): string => `artifact:${key}`;
  const stat = async (key: string): Promise<ObjectInfo | undefined> => {
    const found = (await (await place()).list()).find(({ path }) => path === key);
    return found && toInfo(found.path, found.size);
  };
  return {
    root: "artifact:",
    traits: { atomicWrite: true, persistent: true },
    uri,
    async read(
      key: string,
      { start = 0, end, signal }: ReadOptions = {},
    ): Promise<ReadableStream<Uint8Array>> {
      checkKey(key);
      const { label, read } = await place();
      if (await stat(key) === undefined) {
        throw new StoreError(`Cannot read "${key}": ${label} has no such artifact`, {
          uri: uri(key),
          kind: "missing",
        });
      }
      const stream = await read(key);
      if (start === 0 && end === undefined) return stream;
      return ReadableStream.from([(await toBytes(stream, { signal })).subarray(start, end)]);
    },
    async write(key: string, body: Body): Promise<ObjectInfo> {
      checkKey(key);
      const { size } = await (await place()).write(key, body);
      return toInfo(key, size);
    },
    stat,
    async *list(prefix = ""): AsyncIterable<ObjectInfo> {
      for (const { path, size } of await (await place()).list()) {
        if (path.startsWith(prefix)) yield toInfo(path, size);
      }
    },
    async delete(key: string): Promise<void> {
      if (await stat(key) === undefined) return;
      throw new StoreError(`Cannot remove "${key}": artifacts of a run stay`, {
        uri: uri(key),
        kind: "denied",
      });
    },
  };
}

// A run does not say when an artifact was stored.
function toInfo(key: string, size: number): ObjectInfo {
  return { key, size, modified: 0 };
}
