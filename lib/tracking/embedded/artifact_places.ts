import { remoteResolver } from "../../stores/remote_resolver.ts";
import type { Store, StoreKey } from "../../stores/store.ts";
import { locateArtifacts } from "../artifact_location.ts";
import type { RunRow } from "./run_rows.ts";

/** Where the artifacts of a run are. */
export interface ArtifactPlace {
  /** The store that holds them. */
  readonly store: Store;
  /** What their keys begin with, without a slash at the end. */
  readonly root: string;
}

/** Where artifacts are: in the store of all, or in the place that an experiment was made with. */
export class ArtifactPlaces {
  readonly #own: Store;
  readonly #locationOf: (experiment: number) => string | null;
  // Once an experiment is made, its location stays.
  readonly #located = new Map<number, StoreKey | undefined>();
  readonly #resolve = remoteResolver();

  /** Places in `own`, or in the folder or bucket whose URL `locationOf` gives for an experiment. */
  constructor(own: Store, locationOf: (experiment: number) => string | null) {
    this.#own = own;
    this.#locationOf = locationOf;
  }

  /** Close the connections to them. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resolve[Symbol.asyncDispose]();
  }

  /** The place of a run. */
  of({ experiment, run_id: runId }: Pick<RunRow, "experiment" | "run_id">): ArtifactPlace {
    const place = this.#placeOf(experiment);
    return place === undefined
      ? { store: this.#own, root: `${experiment}/${runId}/artifacts` }
      : { store: place.store, root: `${place.key === "" ? "" : `${place.key}/`}${runId}/artifacts` };
  }

  /** The address of a run's artifacts. */
  uriOf(row: Pick<RunRow, "experiment" | "run_id">): string {
    const { store, root } = this.of(row);
    return store.uri(root);
  }

  /** The address below which the runs of an experiment have theirs. */
  uriOfExperiment(experiment: number): string {
    const place = this.#placeOf(experiment);
    if (place === undefined) return this.#own.uri(String(experiment));
    return place.key === "" ? place.store.root.replace(/\/$/, "") : place.store.uri(place.key);
  }

  #placeOf(experiment: number): StoreKey | undefined {
    if (!this.#located.has(experiment)) {
      const location = this.#locationOf(experiment);
      this.#located.set(experiment, location === null ? undefined : locateArtifacts(location, this.#resolve));
    }
    return this.#located.get(experiment);
  }
}
