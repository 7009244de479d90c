import type { Metric } from "../entities.ts";
import type { LoggedModel, RunModel } from "../models/entities.ts";
import { checkLoggedModelName, checkModelTag } from "../models/model_names.ts";
import type { LoggedModelStore } from "../models/model_store.ts";
import { checkArtifactPath } from "../artifact_path.ts";
import { checkEntries, invalid } from "../limits.ts";
import { checkMaxResults } from "../page.ts";
import { type ArtifactOwner, listFiles, proxiedFolders, readFile, writeFile } from "./artifacts.ts";
import { ask, askOptional } from "./ask.ts";
import type { MlflowConnection } from "./connection.ts";
import { directFiles } from "./direct_files.ts";
import { listExperiments } from "./experiments.ts";
import { BATCH_LIMITS } from "./requests/entry_requests.ts";
import { logModelInputsRequest } from "./requests/dataset_requests.ts";
import {
  createLoggedModelRequest,
  deleteLoggedModelRequest,
  deleteLoggedModelTagRequest,
  finalizeLoggedModelRequest,
  getLoggedModelRequest,
  isRecorded,
  logModelMetricsRequest,
  logModelOutputsRequest,
  logModelParamsRequest,
  MAX_MODEL_PARAMS,
  searchLoggedModelsRequest,
  setLoggedModelTagsRequest,
} from "./requests/logged_model_requests.ts";
import { releasing } from "./run_artifacts.ts";
import { requireRun, type RunPart } from "./runs.ts";
import { listOf, nextPageOf, objectOf } from "./wire/fields.ts";
import { readLoggedModel, readRunModels } from "./wire/read_model.ts";
import { readRun } from "./wire/read_run.ts";

/** Logged models of a server. */
export function loggedModelPart(
  connection: MlflowConnection,
  runs: Pick<RunPart, "getMetricHistory">,
): LoggedModelStore {
  const find = async (modelId: string): Promise<LoggedModel | undefined> => {
    const answer = await askOptional(connection, getLoggedModelRequest(modelId));
    return answer && readLoggedModel(objectOf(answer, "model"));
  };
  // The server changes and deletes what is deleted, and says nothing.
  const require = async (modelId: string): Promise<LoggedModel> =>
    readLoggedModel(objectOf(await ask(connection, getLoggedModelRequest(modelId)), "model"));

  const direct = directFiles(connection);

  return {
    async createLoggedModel(options) {
      const { name, sourceRunId, params = {}, tags = {} } = options;
      if (name !== undefined) checkLoggedModelName(name);
      checkEntries({ params: Object.entries(params) });
      for (const [key, value] of Object.entries(tags)) checkModelTag(key, value);
      // The server takes any text for a run.
      if (sourceRunId !== undefined) await requireRun(connection, sourceRunId);
      const [first = {}, ...others] = chunks(params);
      const request = createLoggedModelRequest({ ...options, params: first });
      const made = readLoggedModel(objectOf(await ask(connection, request), "model"));
      for (const more of others) await connection.send(logModelParamsRequest(made.modelId, more));
      return others.length === 0 ? made : await require(made.modelId);
    },
    getLoggedModel: find,
    async finalizeLoggedModel(modelId, status) {
      await require(modelId);
      const answer = await ask(connection, finalizeLoggedModelRequest(modelId, status));
      return readLoggedModel(objectOf(answer, "model"));
    },
    async searchLoggedModels(search = {}) {
      const { maxResults = 1000 } = search;
      checkMaxResults(maxResults, "logged models");
      const experimentIds = search.experimentIds ??
        (await listExperiments(connection)).map(({ experimentId }) => experimentId);
      if (experimentIds.length === 0) return { items: [], nextPageToken: undefined };
      const orderBy = search.orderBy ?? ["creation_timestamp DESC"];
      const request = searchLoggedModelsRequest(experimentIds, { ...search, orderBy, maxResults });
      const answer = await ask(connection, request);
      return { items: listOf(answer, "models").map(readLoggedModel), nextPageToken: nextPageOf(answer) };
    },
    async deleteLoggedModel(modelId) {
      await require(modelId);
      await connection.send(deleteLoggedModelRequest(modelId));
    },
    async setLoggedModelTags(modelId, tags) {
      for (const [key, value] of Object.entries(tags)) checkModelTag(key, value);
      await connection.send(setLoggedModelTagsRequest(modelId, tags));
    },
    async deleteLoggedModelTag(modelId, key) {
      await connection.send(deleteLoggedModelTagRequest(modelId, key));
    },
    async logLoggedModelParams(modelId, params) {
      checkEntries({ params: Object.entries(params) });
      // The server refuses what is there already, whatever its value.
      const known = (await require(modelId)).params;
      for (const [key, value] of Object.entries(params)) {
        if (!Object.hasOwn(known, key) || known[key] === value) continue;
        throw invalid(
          `Cannot change param "${key}" of model "${modelId}" from "${known[key]}" to "${value}"`,
        );
      }
      const missing = Object.entries(params).filter(([key]) => !Object.hasOwn(known, key));
      for (const some of chunks(Object.fromEntries(missing))) {
        await connection.send(logModelParamsRequest(modelId, some));
      }
    },
    logRunModels: (runId, models) => logRunModels(connection, runs, { runId, models }),
    getRunModels: async (runId) => readRunModels(await requireRun(connection, runId)),
    writeModelArtifact: (modelId, path, content) =>
      releasing(content, async () => {
        checkArtifactPath(path);
        const owner = ownerOf(await require(modelId));
        const { size } = await (direct(owner)?.write(path, content) ??
          writeFile(connection, owner, { path, content }));
        return { path, size };
      }),
    async listModelArtifacts(modelId) {
      const owner = ownerOf(await require(modelId));
      return await (direct(owner)?.list("") ??
        listFiles(connection, proxiedFolders(owner, connection.endpoint)));
    },
    async readModelArtifact(modelId, path, range) {
      checkArtifactPath(path);
      const owner = ownerOf(await require(modelId));
      return await (direct(owner)?.read(path, range) ?? readFile(connection, owner, { path, range }));
    },
  };
}

interface RunModels {
  readonly runId: string;
  readonly models: readonly RunModel[];
}

async function logRunModels(
  connection: MlflowConnection,
  runs: Pick<RunPart, "getMetricHistory">,
  { runId, models }: RunModels,
): Promise<void> {
  const run = await requireRun(connection, runId);
  const known = new Set(readRunModels(run).map(({ modelId, role }) => `${role} ${modelId}`));
  const isNew = ({ modelId, role }: RunModel): boolean => !known.has(`${role} ${modelId}`);
  const inputs = models.filter((model) => model.role === "input" && isNew(model));
  if (inputs.length > 0) {
    await connection.send(logModelInputsRequest(runId, inputs.map(({ modelId }) => modelId)));
  }
  const { metrics } = readRun(run);
  for (const model of models.filter(({ role }) => role === "output")) {
    if (isNew(model)) await recordOutput(connection, runId, model);
    // Again, too: who died in between has recorded the model, not yet its metrics.
    const points = await pointsOfStep(runs, runId, { step: model.step, newest: Object.values(metrics) });
    for (let at = 0; at < points.length; at += BATCH_LIMITS.metrics) {
      const some = points.slice(at, at + BATCH_LIMITS.metrics);
      await connection.send(logModelMetricsRequest(runId, model.modelId, some));
    }
  }
}

async function recordOutput(connection: MlflowConnection, runId: string, model: RunModel): Promise<void> {
  try {
    await connection.send(logModelOutputsRequest(runId, [model]));
  } catch (error) {
    if (!isRecorded(error)) throw error;
  }
}

// What Python's client does: the metrics of the step at which a model was made are the model's.
async function pointsOfStep(
  runs: Pick<RunPart, "getMetricHistory">,
  runId: string,
  { step, newest }: { readonly step: number; readonly newest: readonly Metric[] },
): Promise<readonly Metric[]> {
  const points: Metric[] = [];
  for (const metric of newest) {
    if (metric.step === step) points.push(metric);
    if (metric.step <= step) continue;
    const history = await runs.getMetricHistory(runId, metric.key);
    const last = history.findLast((point) => point.step === step);
    if (last !== undefined) points.push(last);
  }
  return points;
}

function chunks(params: Readonly<Record<string, string>>): readonly Readonly<Record<string, string>>[] {
  const entries = Object.entries(params);
  const count = Math.ceil(entries.length / MAX_MODEL_PARAMS);
  return Array.from(
    { length: count },
    (_, i) => Object.fromEntries(entries.slice(i * MAX_MODEL_PARAMS, (i + 1) * MAX_MODEL_PARAMS)),
  );
}

function ownerOf({ modelId, name, artifactUri }: LoggedModel): ArtifactOwner {
  return { name: `Model "${name}" (${modelId})`, artifactUri };
}
