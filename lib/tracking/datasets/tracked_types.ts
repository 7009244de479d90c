import { type Clock, SYSTEM_CLOCK } from "../../core/clock.ts";
import type { DatasetType } from "../../datasets/dataset_type.ts";
import type { TrackingStore } from "../tracking_store.ts";
import { artifactType } from "./artifact_dataset.ts";
import { metricType } from "./metric_dataset.ts";
import { metricHistoryType } from "./metric_history_dataset.ts";
import { metricsHistoryType } from "./metrics_history_dataset.ts";
import { modelLocalType } from "./model_local_dataset.ts";
import { modelRegistryType } from "./model_registry_dataset.ts";
import { modelTrackingType } from "./model_tracking_dataset.ts";
import { runFinder } from "./run_access.ts";

/** What tracked datasets need. */
export interface TrackedTypesOptions {
  /** The store of the runs that they name, and of what they load from the run in progress; asked for when it is needed. */
  readonly store: () => TrackingStore;
  /** Folder of the project, outside of which no module of a flavour is loaded; without it none is. */
  readonly root?: string | undefined;
  /** Where time comes from. @default {the clock of this machine} */
  readonly clock?: Clock | undefined;
}

/** The dataset types of kedro-mlflow, tied to a store. */
export function makeTrackedTypes(options: TrackedTypesOptions): readonly DatasetType[] {
  const { store, root, clock = SYSTEM_CLOCK } = options;
  const runs = runFinder(store);
  return [
    artifactType(runs),
    metricType(runs, clock),
    metricHistoryType(runs, clock),
    metricsHistoryType(runs, clock),
    modelTrackingType(runs, root),
    modelLocalType(root, clock),
    modelRegistryType(runs, root),
  ];
}
