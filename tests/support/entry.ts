import type { Dataset } from "../../lib/datasets/dataset.ts";
import type { DatasetType } from "../../lib/datasets/dataset_type.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import type { Store } from "../../lib/stores/store.ts";

/** Build a dataset as a catalog would: check the fields of an entry, then create it over a store. */
export function fromEntry<Options>(
  type: DatasetType<Options>,
  fields: Readonly<Record<string, unknown>>,
  store: Store = memoryStore(),
): Dataset {
  const parsed = type.parseOptions(fields);
  if ("issues" in parsed) throw new Error(parsed.issues.map((issue) => issue.message).join("; "));
  return type.create(parsed.value, {
    name: "data",
    resolve: (key) => ({ store, key }),
    create: () => {
      throw new Error("No test needs an inner dataset");
    },
    saveVersion: "2026-01-02T03.04.05.678Z",
  });
}

/** What is wrong with the fields of an entry, as sentences. */
export function problemsOf<Options>(
  type: DatasetType<Options>,
  fields: Readonly<Record<string, unknown>>,
): readonly string[] {
  const parsed = type.parseOptions(fields);
  if ("value" in parsed) return [];
  return parsed.issues.map(({ message, suggestion }) =>
    suggestion === undefined ? message : `${message} (${suggestion}?)`
  );
}

/** Load text that stands in a file `x` as a dataset of a type. */
export async function loadText<Options>(
  type: DatasetType<Options>,
  text: string | Uint8Array,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<unknown> {
  const store = memoryStore();
  await store.write("x", typeof text === "string" ? new TextEncoder().encode(text) : text);
  return await fromEntry(type, { filepath: "x", ...fields }, store).load();
}

/** Save a value as a dataset of a type, and give the text of the file. */
export async function saveText<Options>(
  type: DatasetType<Options>,
  value: unknown,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const store = memoryStore();
  await fromEntry(type, { filepath: "x", ...fields }, store).save(value);
  return await new Response(await store.read("x")).text();
}
