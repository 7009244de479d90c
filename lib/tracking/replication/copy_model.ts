import { listModelFiles, placeOf, readModelFile } from "../embedded/models/model_files.ts";
import type { LoggedModelRow } from "../embedded/models/logged_models.ts";
import { fromSqlValue } from "../embedded/metric_value.ts";
import { BATCH_LIMITS, wireNumber } from "../mlflow/requests/entry_requests.ts";
import { MODEL_ID_TAG } from "../tag_names.ts";
import { type CopyContext, type Made, send } from "./copy_context.ts";
import { isRefusal, unlessMissing } from "./failure.ts";
import type { Change, Replica } from "./outbox.ts";
import { readHere } from "./read_here.ts";
import { ensureModel, findModel } from "./remote_model.ts";
import type { SentFile } from "./server.ts";
import { remoteRunId } from "./remote_run.ts";

/** Copy what a target lacks of a logged model. It is READY there when its files are. */
export async function copyModel(context: CopyContext, replica: Replica): Promise<void> {
  const { outbox, server } = context;
  const row = findModel(context, replica.item);
  const [change] = outbox.changes(replica, "model");
  if (row === undefined || row.lifecycle_stage === "deleted") return await removeModel(context, replica);
  let made: Made;
  try {
    made = await ensureModel(context, replica, row);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    outbox.refuseWhole(replica, error.message);
    return;
  }
  const { id } = made;
  for (const param of outbox.changes(replica, "param")) {
    const value = textOf(context, "logged_model_params", row, param.key);
    await send(context, param, async () => {
      if (value === undefined) return;
      const params = [{ key: param.key, value }];
      await server.ask("POST", `logged-models/${id}/params`, { model_id: id, params });
    });
  }
  for (const tag of outbox.changes(replica, "tag")) await copyTag(context, { id, row }, tag);
  for (const metric of outbox.changes(replica, "metric")) await copyMetric(context, { id, row }, metric);
  if (change === undefined) return;
  await send(context, change, async () => {
    if (row.status === "PENDING" || outbox.reread(replica)?.remote_state === row.status) return;
    await copyFiles(context, row, made);
    await server.ask("PATCH", `logged-models/${id}`, { model_id: id, status: `LOGGED_MODEL_${row.status}` });
    outbox.setState(replica, row.status);
  });
}

async function copyFiles(context: CopyContext, row: LoggedModelRow, { id, uri }: Made): Promise<void> {
  const { places, server } = context;
  const place = placeOf(places, row);
  for (const { path, size } of await readHere(() => listModelFiles(place))) {
    const open = (): Promise<ReadableStream<Uint8Array>> =>
      readHere(() => readModelFile(place, row, { path }));
    const file = path === "MLmodel"
      ? await renamed(context, row, { id, content: await open() })
      : { size, open };
    await server.upload(uri ?? "", path, file);
  }
}

// It says which model it is, and of which run: Python looks for them there.
async function renamed(
  context: CopyContext,
  row: LoggedModelRow,
  { id, content }: { readonly id: string; readonly content: ReadableStream<Uint8Array> },
): Promise<SentFile> {
  const text = (await new Response(content).text()).replaceAll(row.model_id, id);
  const { source_run_id: runId } = row;
  const remote = runId === null ? undefined : await remoteRunId(context, runId);
  const named = runId === null || remote === undefined ? text : text.replaceAll(runId, remote);
  const bytes = new Blob([named]);
  return { size: bytes.size, open: () => Promise.resolve(bytes.stream()) };
}

interface RemoteModel {
  readonly id: string;
  readonly row: LoggedModelRow;
}

// The server writes it by itself, with the numbers that versions have there. The other one tells the id here.
const VERSIONS_TAG = "mlflow.modelVersions";

async function copyTag(context: CopyContext, { id, row }: RemoteModel, change: Change): Promise<void> {
  const { server } = context;
  const { key } = change;
  await send(context, change, async () => {
    if (key === VERSIONS_TAG || key === MODEL_ID_TAG) return;
    const value = textOf(context, "logged_model_tags", row, key);
    if (value !== undefined) {
      await server.ask("PATCH", `logged-models/${id}/tags`, { tags: [{ key, value }] });
      return;
    }
    await unlessMissing(server.ask("DELETE", `logged-models/${id}/tags/${encodeURIComponent(key)}`, {}));
  });
}

interface ModelPoint {
  readonly step: number;
  readonly timestamp: number;
  readonly value: number | string;
}

// Points of a model are points of a run that name the model.
async function copyMetric(context: CopyContext, { id, row }: RemoteModel, change: Change): Promise<void> {
  const { database } = context.outbox;
  const { key } = change;
  const runs = database.all<{ readonly run_id: string }>(
    "SELECT DISTINCT run_id FROM logged_model_metrics WHERE model = ? AND key = ?",
    row.model,
    key,
  );
  await send(context, change, async () => {
    for (const { run_id: runId } of runs) {
      const remote = await remoteRunId(context, runId);
      if (remote === undefined) continue;
      for (const points of pagesOf(context, { model: row.model, key, runId })) {
        const metrics = points.map(({ step, timestamp, value }) => ({
          key,
          value: wireNumber(fromSqlValue(value)),
          timestamp,
          step,
          model_id: id,
        }));
        await context.server.ask("POST", "runs/log-batch", { run_id: remote, metrics });
      }
    }
  });
}

// At one step and time the server keeps one point of a model, and refuses a request that holds another; the run has all.
function* pagesOf(
  { outbox: { database } }: CopyContext,
  { model, key, runId }: { readonly model: number; readonly key: string; readonly runId: string },
): Generator<readonly ModelPoint[]> {
  const limit = BATCH_LIMITS.metrics;
  for (let offset = 0;; offset += limit) {
    const page = database.all<ModelPoint>(
      `SELECT step, timestamp, max(value) AS value FROM logged_model_metrics WHERE model = ? AND key = ? AND run_id = ?
       GROUP BY step, timestamp ORDER BY step, timestamp LIMIT ? OFFSET ?`,
      model,
      key,
      runId,
      limit,
      offset,
    );
    if (page.length > 0) yield page;
    if (page.length < limit) return;
  }
}

async function removeModel(context: CopyContext, replica: Replica): Promise<void> {
  const { outbox, server } = context;
  if (replica.remote_id !== null) {
    await unlessMissing(server.ask("DELETE", `logged-models/${replica.remote_id}`, {}));
  }
  outbox.forget(replica);
  context.onSent?.(1);
}

function textOf(
  { outbox }: CopyContext,
  table: "logged_model_params" | "logged_model_tags",
  { model }: LoggedModelRow,
  key: string,
): string | undefined {
  return outbox.database.get<{ readonly value: string }>(
    `SELECT value FROM ${table} WHERE model = ? AND key = ?`,
    model,
    key,
  )?.value;
}
