import { currentScope } from "../../core/run_context.ts";
import { memoryStore } from "../../stores/memory_store.ts";
import type { Store } from "../../stores/store.ts";
import type { TrackedFiles } from "../files.ts";
import { findRunWith, type RunAccess, type RunFinder } from "./run_access.ts";

/** The artifacts of a run, as a dataset loads and saves them. */
export interface ArtifactPlace extends TrackedFiles {
  /** False for a run that is not tracked: then files stay in memory. */
  readonly isKept: boolean;
  /** What its artifacts are below: `runs:/8f3c…`. */
  readonly uri: string;
}

/** Finds the artifacts of runs for one dataset. */
export interface ArtifactPlaces {
  /** Those of a run, or of the one in progress. */
  find(reference: string | undefined): Promise<ArtifactPlace>;
  /** The same, and where the run in progress has not what is wanted, those of a run around it for which `has` holds. */
  findWith(
    reference: string | undefined,
    has: (place: ArtifactPlace) => Promise<boolean>,
  ): Promise<ArtifactPlace>;
}

/** Find the artifacts of runs for one dataset. What it saves in an untracked run stays in memory, so that nodes can load it. */
export function artifactPlaces(runs: RunFinder): ArtifactPlaces {
  let scratch: Store | undefined;
  const placeOf = (access: RunAccess): ArtifactPlace => {
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
      uri: `runs:/${id}`,
    };
  };
  return {
    find: async (reference) => placeOf(await runs.find(reference)),
    findWith: async (reference, has) =>
      placeOf(await findRunWith(runs, reference, (access) => has(placeOf(access)))),
  };
}

function scratchPlace(label: string, store: Store): ArtifactPlace {
  return {
    label,
    isKept: false,
    write: async (path, body) => ({ path, size: (await store.write(path, body)).size }),
    read: async (path) => await store.read(path),
    list: async () => (await Array.fromAsync(store.list())).map(({ key, size }) => ({ path: key, size })),
    uri: "artifact:",
  };
}
