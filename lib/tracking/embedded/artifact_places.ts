import { fileURLToPath } from "node:url";
import { localStore } from "../../stores/local_store.ts";
import type { Store } from "../../stores/store.ts";
import type { RunRow } from "./run_rows.ts";

/** Where the artifacts of a run are. */
export interface ArtifactPlace {
  /** The store that holds them. */
  readonly store: Store;
  /** What their keys begin with, without a slash at the end. */
  readonly root: string;
}

/** Where artifacts are: in the store of all, or in the folder that an experiment was made with. */
export class ArtifactPlaces {
  readonly #own: Store;
  readonly #locationOf: (experiment: number) => string | null;
  // Once an experiment is made, its location stays.
  readonly #located = new Map<number, Store | undefined>();

  /** Places in `own`, or in the folder whose URL `locationOf` gives for an experiment. */
  constructor(own: Store, locationOf: (experiment: number) => string | null) {
    this.#own = own;
    this.#locationOf = locationOf;
  }

  /** The place of a run. */
  of({ experiment, run_id: runId }: Pick<RunRow, "experiment" | "run_id">): ArtifactPlace {
    const store = this.#storeOf(experiment);
    return store === undefined
      ? { store: this.#own, root: `${experiment}/${runId}/artifacts` }
      : { store, root: `${runId}/artifacts` };
  }

  /** The address of a run's artifacts. */
  uriOf(row: Pick<RunRow, "experiment" | "run_id">): string {
    const { store, root } = this.of(row);
    return store.uri(root);
  }

  /** The address below which the runs of an experiment have theirs. */
  uriOfExperiment(experiment: number): string {
    return this.#storeOf(experiment)?.root.replace(/\/$/, "") ?? this.#own.uri(String(experiment));
  }

  #storeOf(experiment: number): Store | undefined {
    if (!this.#located.has(experiment)) {
      const location = this.#locationOf(experiment);
      this.#located.set(experiment, location === null ? undefined : localStore(fileURLToPath(location)));
    }
    return this.#located.get(experiment);
  }
}
