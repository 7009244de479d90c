import assert from "node:assert/strict";
import type { EmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import type { Run } from "../../lib/tracking/entities.ts";
import type { Dump, DumpedRun } from "./mlflow_dump.ts";

/**
 * Every run of a store is on the server exactly once, and holds there what it holds here: params, tags, every point of
 * every metric, inputs, artifacts by their SHA-256, models with their files, status and times.
 */
export async function assertSameOnServer(store: EmbeddedStore, dump: Dump): Promise<void> {
  const { items } = await store.searchRuns({ lifecycleStage: "all", maxResults: 10_000 });
  const copies = new Map(items.map(({ info }) => [info.runId, copiesOf(dump, info.runId)]));
  const remoteIds = new Map(
    [...copies].flatMap(([id, [copy]]) => copy === undefined ? [] : [[id, copy.run_id] as const]),
  );
  for (const run of items) {
    const [copy, ...doubles] = copies.get(run.info.runId) ?? [];
    assert.ok(copy !== undefined, `run "${run.info.runName}" is not on the server`);
    assert.deepEqual(doubles.map(({ run_id }) => run_id), [], `run "${run.info.runName}" is there twice`);
    await assertSameRun(store, run, { copy, dump, remoteIds });
  }
}

function copiesOf(dump: Dump, runId: string): readonly DumpedRun[] {
  // A run that was made twice as an answer was lost is deleted there.
  return dump.runs.filter(({ tags, stage, start_time: time }) =>
    tags["kedge.run.id"] === runId && (stage === "active" || time !== null)
  );
}

interface There {
  readonly copy: DumpedRun;
  readonly dump: Dump;
  readonly remoteIds: ReadonlyMap<string, string>;
}

async function assertSameRun(
  store: EmbeddedStore,
  { info, params, metrics, tags }: Run,
  { copy, dump, remoteIds }: There,
): Promise<void> {
  assert.equal(copy.name, info.runName);
  assert.equal(copy.status, info.status);
  assert.equal(copy.start_time, info.startTime);
  assert.equal(copy.end_time, info.endTime ?? null);
  assert.equal(copy.stage, info.lifecycleStage);
  assert.deepEqual(copy.params, { ...params });
  const parent = tags["mlflow.parentRunId"];
  assert.deepEqual(copy.tags, {
    ...tags,
    ...(parent !== undefined && { "mlflow.parentRunId": remoteIds.get(parent) ?? parent }),
    "kedge.run.id": info.runId,
  });
  assert.deepEqual(Object.keys(copy.metrics).sort(), Object.keys(metrics).sort());
  for (const key of Object.keys(metrics)) {
    const history = await store.getMetricHistory(info.runId, key);
    assert.deepEqual(
      inOrder(copy.metrics[key] ?? []),
      inOrder(history.map(({ step, timestamp, value }) => [step, timestamp, asOnServer(value)])),
      `history of "${key}"`,
    );
  }
  const inputs = (await store.getDatasetUses(info.runId)).filter(({ role }) => role === "input");
  assert.deepEqual(
    copy.inputs.map(({ name, digest, tags }) => [name, digest, tags]).sort(),
    inputs.map(({ dataset, tags = {} }) => [dataset.name, dataset.digest, { ...tags }]).sort(),
  );
  const artifacts = await store.listArtifacts(info.runId);
  assert.deepEqual(
    copy.artifacts,
    Object.fromEntries(artifacts.map(({ path, size, sha256 }) => [path, [size, sha256]])),
  );
  await assertSameModels(store, info.runId, { copy, dump, remoteIds });
}

async function assertSameModels(store: EmbeddedStore, runId: string, { copy, dump }: There): Promise<void> {
  const made = (await store.getRunModels(runId)).filter(({ role }) => role === "output");
  const models = await Promise.all(made.map(({ modelId }) => store.getLoggedModel(modelId)));
  assert.equal(copy.models.length, models.length);
  for (const model of models) {
    if (model === undefined) continue;
    const there = dump.models.filter(({ tags }) => tags["kedge.model.id"] === model.modelId);
    assert.equal(there.length, 1, `model "${model.name}"`);
    assert.equal(there[0]?.status, model.status);
    assert.equal(there[0].name, model.name);
    assert.equal(there[0].type, model.modelType);
    assert.equal(there[0].run, copy.run_id);
    assert.deepEqual(there[0].params, { ...model.params });
    const files = await store.listModelArtifacts(model.modelId);
    assert.deepEqual(Object.keys(there[0].files).sort(), files.map(({ path }) => path).sort());
  }
}

// As Python writes numbers; the database of the server has no infinities.
function asOnServer(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  return String(Number.isFinite(value) ? value : Math.sign(value) * Number.MAX_VALUE);
}

function inOrder(points: readonly (readonly [number, number, string])[]): readonly string[] {
  return points.map(([step, timestamp, value]) =>
    `${step} ${timestamp} ${value === "NaN" ? value : String(Number(value))}`
  ).sort();
}
