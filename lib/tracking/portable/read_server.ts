import { TrackingError } from "../../core/errors.ts";
import { didYouMean } from "../../core/suggest.ts";
import type { Experiment } from "../entities.ts";
import { openMlflowStore } from "../open_mlflow_store.ts";
import type { TrackingStore } from "../tracking_store.ts";
import { readRunParts } from "./collect_run.ts";
import type { ImportRunsOptions } from "./import_runs.ts";
import type { PortableRun, RunSource } from "./portable_run.ts";

/** Runs of a server of MLflow. */
export interface ImportedServer extends RunSource {
  /** The server. */
  readonly store: TrackingStore;
}

/** Open a server of MLflow for reading. Its runs are read one after another, the oldest of an experiment first. */
export async function openServer(
  uri: string,
  { filter, from, server }: Pick<ImportRunsOptions, "filter" | "from" | "server">,
): Promise<ImportedServer> {
  const store = await openMlflowStore(uri, server);
  return {
    kind: `the server ${store.endpoint}`,
    store,
    runs: (isKnown) => readRuns(store, { filter, from, isKnown }),
    [Symbol.asyncDispose]: async () => await store[Symbol.asyncDispose](),
  };
}

async function* readRuns(
  store: TrackingStore,
  { filter, from, isKnown }: Pick<ImportRunsOptions, "filter" | "from"> & {
    readonly isKnown: Parameters<RunSource["runs"]>[0];
  },
): AsyncGenerator<PortableRun> {
  for (const { experimentId, name } of await chooseExperiments(store, from)) {
    let pageToken: string | undefined;
    do {
      const page = await store.searchRuns({
        experimentIds: [experimentId],
        filter,
        // Runs that are made meanwhile come last, so that no page moves.
        orderBy: ["start_time ASC"],
        maxResults: PAGE,
        pageToken,
      });
      for (const run of page.items) {
        if (!await isKnown(run.info)) yield await readRunParts(store, run, name);
      }
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
  }
}

const PAGE = 100;

async function chooseExperiments(
  store: TrackingStore,
  names: readonly string[] | undefined,
): Promise<readonly Experiment[]> {
  const all = await store.listExperiments();
  if (names === undefined) return all;
  return names.map((name) => {
    const found = all.find((experiment) => experiment.name === name);
    if (found !== undefined) return found;
    throw new TrackingError(
      `There is no experiment "${name}" at "${store.endpoint}"${
        didYouMean(name, all.map((each) => each.name))
      }`,
      { endpoint: store.endpoint, code: "RESOURCE_DOES_NOT_EXIST" },
    );
  });
}
