import type { Clock } from "../../core/clock.ts";
import type { Metric, Run } from "../entities.ts";
import { checkEntries, checkStatus, checkTime } from "../limits.ts";
import { checkMaxResults } from "../page.ts";
import { chooseRunName } from "../run_name.ts";
import { RUN_NAME_TAG } from "../tag_names.ts";
import type { TrackingStore } from "../tracking_store.ts";
import { ask, askOptional, askPages } from "./ask.ts";
import type { MlflowConnection } from "./connection.ts";
import { listExperiments } from "./experiments.ts";
import { logBatchRequest, splitEntries } from "./requests/entry_requests.ts";
import {
  createRunRequest,
  deleteTagRequest,
  getRunRequest,
  metricHistoryRequest,
  searchRunsRequest,
  setRunStageRequest,
  updateRunRequest,
} from "./requests/run_requests.ts";
import { runFilter } from "./run_filter.ts";
import { type Fields, listOf, nextPageOf, objectOf } from "./wire/fields.ts";
import { readMetric, readRun } from "./wire/read_run.ts";

/** The part of a store that is about runs and what is recorded in them. */
export type RunPart = Pick<
  TrackingStore,
  | "createRun"
  | "updateRun"
  | "getRun"
  | "searchRuns"
  | "logBatch"
  | "getMetricHistory"
  | "readMetricHistory"
  | "deleteTag"
  | "deleteRun"
  | "restoreRun"
>;

// As many as Python's client asks for.
const HISTORY_PAGE = 25_000;

/** Runs of a server. */
export function runPart(connection: MlflowConnection, clock: Clock): RunPart {
  return {
    async createRun({ experimentId, runName, startTime = clock.now(), tags = {} }) {
      const name = chooseRunName(runName, tags);
      checkTime("start", startTime);
      const all = name === undefined ? tags : { ...tags, [RUN_NAME_TAG]: name };
      checkEntries({ tags: Object.entries(all) });
      const request = createRunRequest({ experimentId, runName: name, startTime, tags: all });
      return runOf(await ask(connection, request));
    },
    async updateRun(runId, { status, endTime, runName }) {
      if (status !== undefined) checkStatus(status);
      if (endTime !== undefined) checkTime("end", endTime);
      if (runName !== undefined) checkEntries({ tags: [[RUN_NAME_TAG, runName]] });
      await connection.send(updateRunRequest(runId, { status, endTime, runName }));
    },
    async getRun(runId) {
      const answer = await askOptional(connection, getRunRequest(runId));
      return answer && runOf(answer);
    },
    async searchRuns(search = {}) {
      checkMaxResults(search.maxResults ?? 1000, "runs");
      const filter = runFilter(search);
      const experimentIds = search.experimentIds ??
        (await listExperiments(connection)).map(({ experimentId }) => experimentId);
      if (filter === undefined || experimentIds.length === 0) return { items: [], nextPageToken: undefined };
      const answer = await ask(connection, searchRunsRequest(experimentIds, { ...search, filter }));
      return { items: listOf(answer, "runs").map(readRun), nextPageToken: nextPageOf(answer) };
    },
    async logBatch(runId, entries) {
      checkEntries(entries);
      for (const piece of splitEntries(entries)) await connection.send(logBatchRequest(runId, piece));
    },
    async getMetricHistory(runId, key) {
      const pages = await Array.fromAsync(readMetricHistory(connection, runId, key));
      // The server orders by timestamp first.
      return pages.flat().sort((a, b) => a.step - b.step || a.timestamp - b.timestamp);
    },
    readMetricHistory: (runId, key) => readMetricHistory(connection, runId, key),
    async deleteTag(runId, key) {
      await connection.send(deleteTagRequest(runId, key));
    },
    async deleteRun(runId) {
      await connection.send(setRunStageRequest(runId, "deleted"));
    },
    async restoreRun(runId) {
      await connection.send(setRunStageRequest(runId, "active"));
    },
  };
}

/** A run that must be there, as the server describes it: `{ info, data, inputs, outputs }`. */
export async function requireRun(connection: MlflowConnection, runId: string): Promise<Fields> {
  return objectOf(await ask(connection, getRunRequest(runId)), "run");
}

async function* readMetricHistory(
  connection: MlflowConnection,
  runId: string,
  key: string,
): AsyncGenerator<readonly Metric[]> {
  let isEmpty = true;
  const pages = askPages(
    connection,
    (pageToken) => metricHistoryRequest(runId, key, { pageToken, maxResults: HISTORY_PAGE }),
  );
  for await (const page of pages) {
    const points = listOf(page, "metrics").map(readMetric);
    if (points.length === 0) continue;
    isEmpty = false;
    yield points;
  }
  // The server knows no points of a run that is not there either.
  if (isEmpty) await requireRun(connection, runId);
}

function runOf(answer: Fields): Run {
  return readRun(objectOf(answer, "run"));
}
