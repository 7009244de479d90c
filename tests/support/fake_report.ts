import type { RunReport } from "../../cli/run/run_report.ts";
import { NodeError, type Run, type RunInfo, type RunResult } from "../../mod.ts";

/** Id of the runs that {@linkcode fakeRun} makes. */
export const RUN_ID = "8f3c12ab".padEnd(32, "0");
const STARTED = new Date(2026, 10, 24, 11, 58).getTime();

/** A run as a store gives it. */
export function fakeRun(
  { info = {}, params = {}, metrics = {}, tags = {} }: {
    readonly info?: Partial<RunInfo>;
    readonly params?: Readonly<Record<string, string>>;
    readonly metrics?: Readonly<Record<string, number>>;
    readonly tags?: Readonly<Record<string, string>>;
  } = {},
): Run {
  return {
    info: {
      runId: RUN_ID,
      runName: "shining-auk-417",
      experimentId: "1",
      status: "FINISHED",
      startTime: STARTED,
      endTime: STARTED + 2100,
      artifactUri: "file:///srv/ada/penguins/.kedge/artifacts/1/8f3c/artifacts",
      userId: "ada",
      lifecycleStage: "active",
      ...info,
    },
    params,
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([key, value]) => [key, { key, value, step: 0, timestamp: STARTED }]),
    ),
    tags,
  };
}

/** The result of a run of four nodes that went well. */
export const FINISHED: RunResult = {
  status: "finished",
  runId: RUN_ID,
  runName: "shining-auk-417",
  experiment: "penguins",
  tracked: true,
  replication: undefined,
  pipelineNames: ["__default__"],
  env: "local",
  nodes: [{ name: "clean", status: "done", started: STARTED, duration: 12 }],
  outputs: {},
  started: STARTED,
  duration: 2100,
  resumeFrom: [],
};

/** The result of a run whose node "train" threw. */
export const FAILED: RunResult = {
  ...FINISHED,
  status: "failed",
  nodes: [
    { name: "clean", status: "done", started: STARTED, duration: 12 },
    { name: "train", status: "failed", started: STARTED + 12, duration: 400 },
    { name: "evaluate", status: "not_run" },
  ],
  resumeFrom: ["train"],
  error: new NodeError('Node "train" failed: No species', { node: "train", inputs: ["train"] }, {
    cause: withStack(new TypeError("No species"), [
      "at trainForest (file:///srv/ada/penguins/pipelines/train.ts:41:22)",
      "at async runNode (https://kedge.example/kedge@0.1.0/lib/runner/_run_node.ts:42:7)",
    ]),
  }),
};

/** A report of a run that left a bit of everything. */
export function fakeReport(changes: Partial<RunReport> = {}): RunReport {
  return {
    result: FINISHED,
    project: "penguins",
    run: fakeRun({
      params: { "model.trees": "100", min_mass: "2700" },
      metrics: { accuracy: 0.98217, loss: 0.07124 },
      tags: { team: "birds" },
    }),
    metrics: [
      { key: "accuracy", value: 0.98217, step: 0, timestamp: STARTED, history: [{ step: 0 }] },
      {
        key: "loss",
        value: 0.07124,
        step: 99,
        timestamp: STARTED,
        history: Array.from({ length: 100 }, (_, step) => ({ step })),
      },
    ],
    artifacts: [
      { path: "confusion.svg", size: 6130, sha256: "a" },
      { path: "model/forest.json", size: 70_000, sha256: "b" },
      { path: "model/MLmodel", size: 1200, sha256: "c" },
    ],
    artifactsAt: ".kedge/artifacts/1/8f3c/artifacts",
    saved: [{
      name: "predictions",
      description: { type: "csv", filepath: "data/07_model_output/predictions.csv" },
    }],
    failed: undefined,
    next: [{ label: "compare", command: "deno task kedge runs compare shining-auk-417 @previous" }],
    ...changes,
  };
}

/** An error whose stack has these frames. */
export function withStack<E extends Error>(error: E, frames: readonly string[]): E {
  error.stack = [`${error.name}: ${error.message}`, ...frames.map((frame) => `    ${frame}`)].join("\n");
  return error;
}
