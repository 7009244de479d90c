import { currentScope } from "../../core/run_context.ts";
import { memoryStore } from "../../stores/memory_store.ts";
import type { Store } from "../../stores/store.ts";
import type { TrackedFiles } from "../files.ts";
import type { RunFinder } from "./run_access.ts";

/** The artifacts of a run, as a dataset loads and saves them. */
export interface ArtifactPlace extends TrackedFiles {
  /** False for a run that is not tracked: then files stay in memory. */
  readonly isKept: boolean;
}

/** Finds the artifacts of runs for one dataset. */
export type ArtifactPlaces = (reference: string | undefined) => Promise<ArtifactPlace>;

/** Find the artifacts of runs for one dataset. What it saves in an untracked run stays in memory, so that nodes can load it. */
export function artifactPlaces(runs: RunFinder): ArtifactPlaces {
  let scratch: Store | undefined;
  return async (reference) => {
    const access = await runs.find(reference);
    const { id, label } = access;
    if (access.kind === "untracked") return scratchPlace(label, scratch ??= memoryStore("untracked"));
    return {
      label,
      isKept: true,
      write: async (path, body) =>
        access.kind === "current"
          ? await access.run.writeArtifact(path, body, currentScope()?.node)
          : await runs.store().writeArtifact(id, path, body),
      read: async (path) => await runs.store().readArtifact(id, path),
      list: async () => await runs.store().listArtifacts(id),
    };
  };
}

function scratchPlace(label: string, store: Store): ArtifactPlace {
  return {
    label,
    isKept: false,
    write: async (path, body) => ({ path, size: (await store.write(path, body)).size }),
    read: async (path) => await store.read(path),
    list: async () => (await Array.fromAsync(store.list())).map(({ key, size }) => ({ path: key, size })),
  };
}
