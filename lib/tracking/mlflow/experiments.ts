import type { Experiment } from "../entities.ts";
import { checkExperimentName, checkExperimentTag } from "../limits.ts";
import { checkMaxResults } from "../page.ts";
import type { TrackingStore } from "../tracking_store.ts";
import { ask, askOptional, askPages, MISSING, WRONG } from "./ask.ts";
import type { MlflowConnection } from "./connection.ts";
import {
  createExperimentRequest,
  getExperimentByNameRequest,
  getExperimentRequest,
  searchExperimentsRequest,
  setExperimentStageRequest,
} from "./requests/experiment_requests.ts";
import { type Fields, listOf, nextPageOf, objectOf, textOf } from "./wire/fields.ts";
import { readExperiment } from "./wire/read_run.ts";

/** The part of a store that is about experiments. */
export type ExperimentPart = Pick<
  TrackingStore,
  | "createExperiment"
  | "getExperiment"
  | "getExperimentByName"
  | "deleteExperiment"
  | "restoreExperiment"
  | "listExperiments"
  | "searchExperiments"
>;

/** Experiments of a server. */
export function experimentPart(connection: MlflowConnection): ExperimentPart {
  const find = async (request: Parameters<typeof ask>[1]): Promise<Experiment | undefined> => {
    // An id that can be none is refused as a wrong value.
    const answer = await askOptional(connection, request, [MISSING, WRONG]);
    return answer && readExperiment(objectOf(answer, "experiment"));
  };
  return {
    async createExperiment(name, { tags = {} } = {}) {
      checkExperimentName(name);
      for (const [key, value] of Object.entries(tags)) checkExperimentTag(key, value);
      return textOf(await ask(connection, createExperimentRequest(name, { tags })), "experiment_id");
    },
    getExperiment: (experimentId) => find(getExperimentRequest(experimentId)),
    getExperimentByName: (name) => find(getExperimentByNameRequest(name)),
    async deleteExperiment(experimentId) {
      await connection.send(setExperimentStageRequest(experimentId, "deleted"));
    },
    async restoreExperiment(experimentId) {
      await connection.send(setExperimentStageRequest(experimentId, "active"));
    },
    listExperiments: (lifecycleStage) => listExperiments(connection, lifecycleStage),
    async searchExperiments(search = {}) {
      checkMaxResults(search.maxResults ?? 1000, "experiments");
      const answer = await ask(connection, searchExperimentsRequest(search));
      return { items: experimentsOf(answer), nextPageToken: nextPageOf(answer) };
    },
  };
}

/** All experiments of a server, newest first. */
export async function listExperiments(
  connection: MlflowConnection,
  lifecycleStage: "active" | "deleted" | "all" = "active",
): Promise<readonly Experiment[]> {
  const all: Experiment[] = [];
  const pages = askPages(
    connection,
    (pageToken) => searchExperimentsRequest({ lifecycleStage, pageToken }),
  );
  for await (const page of pages) all.push(...experimentsOf(page));
  return all;
}

function experimentsOf(answer: Fields): readonly Experiment[] {
  return listOf(answer, "experiments").map(readExperiment);
}
