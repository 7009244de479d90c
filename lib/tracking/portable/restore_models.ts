import type { EmbeddedStore } from "../embedded/embedded_store.ts";
import type { PortableModels } from "./portable_models.ts";

/** What became of models that were brought into a store. */
export interface RestoredModels {
  /** How many models, and versions of registered models, are new. */
  readonly count: number;
  /** What is not as it was where they come from, in sentences. */
  readonly notes: readonly string[];
}

/** Bring the models of runs into a store that has the runs; those of runs that were deleted there stay away. */
export async function restoreModels(
  store: EmbeddedStore,
  { logged, registered }: PortableModels,
): Promise<RestoredModels> {
  const active = new Map<string, boolean>();
  const isActive = async (runId: string): Promise<boolean> => {
    const known = active.get(runId) ?? (await store.getRun(runId))?.info.lifecycleStage === "active";
    active.set(runId, known);
    return known;
  };
  let count = 0;
  for (const model of logged) {
    if (!await isActive(model.sourceRunId)) continue;
    const uses: (typeof model.uses)[number][] = [];
    for (const use of model.uses) if (await isActive(use.runId)) uses.push(use);
    if (await store.restoreModel({ ...model, uses })) count++;
  }
  const notes: string[] = [];
  for (const model of registered) {
    const versions: (typeof model.versions)[number][] = [];
    for (const version of model.versions) {
      if (version.runId === undefined || await isActive(version.runId)) versions.push(version);
    }
    if (versions.length === 0) continue;
    const restored = await store.restoreRegisteredModel({ ...model, versions });
    count += restored.versions;
    notes.push(...restored.notes);
  }
  return { count, notes };
}
