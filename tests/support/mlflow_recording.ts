import assert from "node:assert/strict";
import type { EmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";

/** What `record_runs.py` prints: what the client of MLflow says of the runs it recorded. */
export interface MlflowRecording {
  /** Version of MLflow. */
  readonly version: string;
  /** The runs that are not deleted. */
  readonly runs: readonly RecordedRun[];
}

interface RecordedRun {
  readonly runId: string;
  readonly runName: string;
  readonly experiment: string;
  readonly status: string;
  readonly startTime: number;
  readonly endTime: number | null;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** As Python writes numbers. */
  readonly latest: Readonly<Record<string, string>>;
  readonly history: Readonly<
    Record<string, readonly (readonly [value: string, timestamp: number, step: number])[]>
  >;
  readonly inputs: readonly Readonly<Record<string, unknown>>[];
  readonly artifacts: readonly string[];
}

/** Assert that a store holds the runs of a recording, all that the client of MLflow says of each, and no others. */
export async function assertImported(
  store: EmbeddedStore,
  { runs }: MlflowRecording,
  { withArtifacts = true }: { readonly withArtifacts?: boolean } = {},
): Promise<void> {
  const { items } = await store.searchRuns();
  assert.deepEqual(items.map(({ info }) => info.runId).sort(), runs.map(({ runId }) => runId).sort());
  for (const wanted of runs) {
    const { runId, history, latest } = wanted;
    const run = await store.getRun(runId);
    assert.ok(run !== undefined);
    const experiment = await store.getExperiment(run.info.experimentId);
    // Nobody goes on with a run that was in progress there.
    const isOver = wanted.status !== "RUNNING";
    assert.equal(run.info.status, isOver ? wanted.status : "KILLED");
    if (isOver) assert.equal(run.info.endTime, wanted.endTime);
    assert.deepEqual(
      {
        ...{ runName: run.info.runName, experiment: experiment?.name, startTime: run.info.startTime },
        params: { ...run.params },
      },
      {
        ...{ runName: wanted.runName, experiment: wanted.experiment, startTime: wanted.startTime },
        params: wanted.params,
      },
    );
    for (const [key, value] of Object.entries(wanted.tags)) assert.equal(run.tags[key], value, key);
    assert.deepEqual(
      Object.fromEntries(Object.values(run.metrics).map(({ key, value }) => [key, value])),
      Object.fromEntries(Object.entries(latest).map(([key, value]) => [key, parsePython(value)])),
    );
    for (const [key, points] of Object.entries(history)) {
      const found = await store.getMetricHistory(runId, key);
      assert.deepEqual(
        found.map(({ value, timestamp, step }) => [value, timestamp, step]),
        points.map(([value, timestamp, step]) => [parsePython(value), timestamp, step] as const).sort(
          inOrder,
        ),
      );
    }
    const uses = await store.getDatasetUses(runId);
    assert.deepEqual(
      uses.map(({ dataset: { sourceType, ...dataset }, tags }) => ({
        ...dataset,
        source_type: sourceType,
        tags,
      })),
      wanted.inputs,
    );
    if (!withArtifacts) continue;
    assert.deepEqual((await store.listArtifacts(runId)).map(({ path }) => path).sort(), wanted.artifacts);
  }
}

// A database of MLflow holds infinities as the greatest number, and its client gives that.
function parsePython(text: string): number {
  const value = text === "nan" ? NaN : text === "inf" ? Infinity : text === "-inf" ? -Infinity : Number(text);
  return Math.abs(value) === Number.MAX_VALUE ? Math.sign(value) * Infinity : value;
}

type Point = readonly [value: number, timestamp: number, step: number];

function inOrder([, aTime, aStep]: Point, [, bTime, bStep]: Point): number {
  return aStep - bStep || aTime - bTime;
}
