import assert from "node:assert/strict";
import {
  currentRun,
  defineProject,
  logMetric,
  type Node,
  node,
  openProject,
  type Pipeline,
  pipeline,
  type Project,
} from "../../mod.ts";
import { tempDir } from "../support/temp_dir.ts";

const seen: Record<string, string | undefined> = {};

function logging(name: string, namespace?: string, run?: () => number): Node {
  const call = () => {
    seen[name] = currentRun()?.name;
    logMetric(`m_${name}`, 1);
    return run?.() ?? 1;
  };
  return node({ name, namespace, inputs: "params:k", outputs: `out_${name}`, run: call });
}

async function openNested(
  root: string,
  nest: string,
  pipelines: Readonly<Record<string, Pipeline>>,
): Promise<Project> {
  await Deno.mkdir(`${root}/conf/base`, { recursive: true });
  await Deno.writeTextFile(
    `${root}/conf/base/kedge.yml`,
    `tracking: {run: {nest: ${nest}, tags: {team: birds}}}`,
  );
  return await openProject(defineProject({ name: "p", pipelines, parameters: { k: 3 } }), { root });
}

/** Every run by its name: status, parent, metrics, params, nodes. */
async function describeRuns(project: Project) {
  const store = project.store();
  const { items } = await store.searchRuns();
  const names = new Map(items.map(({ info }) => [info.runId, info.runName]));
  const entries = items.map(async ({ info, tags, metrics, params }) =>
    [info.runName, {
      status: info.status,
      parent: names.get(tags["mlflow.parentRunId"] ?? ""),
      metrics: Object.keys(metrics).sort(),
      params: Object.keys(params),
      nodes: (await store.getNodes(info.runId)).map((each) => `${each.node} ${each.status}`).sort(),
    }] as const
  );
  return Object.fromEntries(await Promise.all(entries));
}

Deno.test("nest: pipeline gives each pipeline a run inside the run, which its nodes log to", async () => {
  await using dir = await tempDir();
  const pipelines = { etl: pipeline([logging("a"), logging("b")]), report: pipeline([logging("c")]) };
  await using project = await openNested(dir.path, "pipeline", pipelines);

  await project.run({ pipelines: ["etl", "report"] });

  const ended = { status: "FINISHED", params: ["k"] };
  assert.deepEqual(await describeRuns(project), {
    "etl+report": {
      ...{ status: "FINISHED", parent: undefined, metrics: [], params: [] },
      nodes: ["a done", "b done", "c done"],
    },
    etl: { ...ended, parent: "etl+report", metrics: ["m_a", "m_b"], nodes: ["a done", "b done"] },
    report: { ...ended, parent: "etl+report", metrics: ["m_c"], nodes: ["c done"] },
  });
  assert.deepEqual([seen["a"], seen["b"], seen["c"]], ["etl", "etl", "report"]);
});

Deno.test("nest: pipeline takes the pipelines that __default__ is made of, and none for one that is named", async () => {
  await using dir = await tempDir();
  const pipelines = { etl: pipeline([logging("a")]), report: pipeline([logging("c")]) };
  await using project = await openNested(dir.path, "pipeline", pipelines);

  await project.run();
  const names = Object.keys(await describeRuns(project)).sort();
  await project.run({ pipelines: ["etl"], runName: "alone" });

  assert.deepEqual(names, ["__default__", "etl", "report"]);
  assert.equal(seen["a"], "alone");
});

Deno.test("nest: namespace gives each outermost namespace a run, others log to the run around, concurrently too", async () => {
  await using dir = await tempDir();
  const nodes = [logging("a", "train.deep"), logging("b", "train"), logging("c", "test"), logging("d")];
  await using project = await openNested(dir.path, "namespace", { __default__: pipeline(nodes) });

  await project.run({ runner: "concurrent", concurrency: 4 });

  const runs = await describeRuns(project);
  assert.deepEqual(Object.keys(runs).sort(), ["__default__", "test", "train"]);
  assert.deepEqual(runs["train"]?.metrics, ["m_a", "m_b"]);
  assert.deepEqual(runs["test"]?.metrics, ["m_c"]);
  assert.deepEqual(runs["__default__"]?.metrics, ["m_d"]);
  assert.deepEqual(
    runs["__default__"]?.nodes,
    ["d done", "test.c done", "train.deep.a done", "train.b done"].sort(),
  );
});

Deno.test("a nested run fails with its node; others that are open are killed, those that are done stay so", async () => {
  await using dir = await tempDir();
  const fail = () => {
    throw new Error("no luck");
  };
  const nodes = [
    logging("a", "done"),
    logging("b", "open"),
    node({ name: "z", namespace: "open", inputs: "never", outputs: "out_z", run: () => 1 }),
    node({ name: "never", inputs: "out_x", outputs: "never", run: () => 1 }),
    logging("x", "bad", fail),
  ];
  await using project = await openNested(dir.path, "namespace", { __default__: pipeline(nodes) });

  const { status } = await project.run({ throwOnError: false, runner: "concurrent", concurrency: 5 });

  const runs = await describeRuns(project);
  assert.equal(status, "failed");
  assert.deepEqual(
    ["__default__", "done", "open", "bad"].map((name) => runs[name]?.status),
    ["FAILED", "FINISHED", "KILLED", "FAILED"],
  );
  const { items: [bad] } = await project.store().searchRuns({ runName: "bad" });
  assert.equal(bad?.tags["kedge.error.message"], 'Node "bad.x" failed: no luck');
});

Deno.test("nested runs are shared by key too, and have the tags of the configuration", async () => {
  await using dir = await tempDir();
  const pipelines = { __default__: pipeline([logging("a", "train"), logging("b", "train")]) };
  await using project = await openNested(dir.path, "namespace", pipelines);

  for (const name of ["train.a", "train.b"]) {
    await project.run({ runKey: "job", filter: { nodeNames: [name] } });
  }

  const runs = await describeRuns(project);
  assert.deepEqual(Object.keys(runs).sort(), ["__default__", "train"]);
  assert.deepEqual(runs["train"]?.metrics, ["m_a", "m_b"]);
  const { items: [train] } = await project.store().searchRuns({ runName: "train" });
  assert.equal(train?.tags["team"], "birds");
});

Deno.test("a run inside of a run records the data that its nodes read and wrote, as the run around it does", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/kedge.yml": "tracking: {run: {nest: pipeline}}",
    "conf/base/catalog.yml":
      "raw: {type: json, filepath: raw.json}\nmid: {type: json, filepath: mid.json}\nend: {type: json, filepath: end.json}\n",
    "raw.json": "[1]",
  });
  const copy = (inputs: string, outputs: string) =>
    node({ name: outputs, inputs, outputs, run: (x: unknown) => x });
  const pipelines = { etl: pipeline([copy("raw", "mid")]), report: pipeline([copy("mid", "end")]) };
  await using project = await openProject(defineProject({ name: "p", pipelines }), { root: dir.path });

  await project.run({ pipelines: ["etl", "report"] });

  const store = project.store();
  const { items } = await store.searchRuns();
  const uses = await Promise.all(items.map(async ({ info }) => {
    const found = await store.getDatasetUses(info.runId);
    return [info.runName, found.map(({ role, dataset }) => `${role} ${dataset.name}`).sort()] as const;
  }));
  assert.deepEqual(Object.fromEntries(uses), {
    "etl+report": ["input mid", "input raw", "output end", "output mid"],
    etl: ["input raw", "output mid"],
    report: ["input mid", "output end"],
  });
});

Deno.test("what one of the runs inside a run saves, the others load, in one process and in several", async () => {
  await using dir = await tempDir();
  const [json, many] = ["flavor: json", "prefix: train"];
  await dir.write({
    "conf/base/kedge.yml": "tracking: {run: {nest: pipeline}}",
    "conf/base/catalog.yml": `
model: {type: MlflowModelTrackingDataset, ${json}}
accuracy: {type: MlflowMetricDataset}
loss: {type: MlflowMetricHistoryDataset}
training: {type: MlflowMetricsHistoryDataset, ${many}}
report: {type: MlflowArtifactDataset, log_only: true, dataset: {type: json, filepath: data/report.json}}
parts: {type: MlflowArtifactDataset, log_only: true, dataset: {type: partitioned, path: data/parts, dataset: json}}
`,
  });
  const names = ["model", "accuracy", "loss", "training", "report", "parts"];
  const made = [{ w: 1 }, 0.5, [3, 2], { a: 1 }, { x: 1 }, { one: [1] }];
  let loaded: readonly unknown[] = [];
  const train = node({ name: "train", inputs: [], outputs: names, run: () => made });
  const check = node({
    name: "check",
    inputs: names,
    run: (...values: unknown[]) => void (loaded = values),
  });
  const pipelines = { train: pipeline([train]), check: pipeline([check]) };
  const open = () => openProject(defineProject({ name: "p", pipelines }), { root: dir.path });
  const wanted = [{ w: 1 }, 0.5, [3, 2], { "train.a": { step: 0, value: 1 } }, { x: 1 }];

  {
    await using project = await open();
    await project.run();
  }
  assert.deepEqual(loaded.slice(0, 5), wanted);
  for (const name of ["train", "check"]) {
    loaded = [];
    await using project = await open();
    await project.run({ runKey: "shared", filter: { nodeNames: [name] } });
  }

  assert.deepEqual(loaded.slice(0, 5), wanted);
  const parts = loaded[5] as Readonly<Record<string, () => Promise<unknown>>>;
  assert.deepEqual(Object.keys(parts), ["one"]);
});

Deno.test("what no run around has is told of the run in progress, and what a stranger has is not taken", async () => {
  await using dir = await tempDir();
  await dir.write({ "conf/base/catalog.yml": "accuracy: {type: MlflowMetricDataset}" });
  const train = node({ name: "train", inputs: [], outputs: "accuracy", run: () => 1 });
  const check = node({ name: "check", inputs: "accuracy", run: () => {} });
  const pipelines = { train: pipeline([train]), check: pipeline([check]) };
  await using project = await openProject(
    defineProject({ name: "p", pipelines: { ...pipelines, __default__: pipeline([train]) } }),
    { root: dir.path },
  );
  await project.run({ pipelines: ["train"] });

  await assert.rejects(
    project.run({ pipelines: ["check"] }),
    /run "check" \([0-9a-f]{32}\) has no metric "accuracy"/,
  );
});
