import type { EmbeddedStore } from "./embedded/embedded_store.ts";
import type { Lineage } from "./lineage/trace_lineage.ts";

/**
 * Which run made a file or dataset, from what, back to data that no run made; and which runs read it. A file is known by its
 * bytes, wherever it is now.
 *
 * @param reference Name of a dataset, or path of a file below `from`.
 *
 * @throws {TrackingError} With code `RESOURCE_DOES_NOT_EXIST` when no run knows it.
 */
export async function traceLineage(
  store: EmbeddedStore,
  reference: string,
  options: { readonly from?: string | undefined } = {},
): Promise<Lineage> {
  const { traceLineage } = await import(IMPLEMENTATION) as typeof import("./lineage/trace_lineage.ts");
  return await traceLineage(store, reference, options);
}

// Not a literal import(): a pipeline runs without it.
const IMPLEMENTATION: string = "./lineage/trace_lineage.ts";
