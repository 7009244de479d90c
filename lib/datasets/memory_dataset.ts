import type { Dataset } from "./dataset.ts";

/** A value kept in this process. A copy goes in and a copy comes out where the value is plain data. */
export function memoryDataset<T>(...data: [] | [T]): Dataset<T> {
  let kept = data;
  return {
    type: "memory",
    traits: { ephemeral: true },
    load(): Promise<T> {
      if (kept.length === 0) return Promise.reject(new Error("No data has been saved to it yet"));
      return Promise.resolve(kept[0]);
    },
    save(value: T): Promise<void> {
      kept = [value];
      return Promise.resolve();
    },
    exists: () => Promise.resolve(kept.length > 0),
    release: () => {
      kept = [];
    },
    describe: () => ({ type: "memory" }),
  };
}
