import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { importRuns } from "../../../lib/tracking/transfer_runs.ts";
import { gzipOf, itemsOf, tarOf } from "../../support/archives.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";
import { ID } from "./_filled_store.ts";

const OTHER = "9a".padEnd(32, "0");
const MODEL = `m-${"7b".padEnd(32, "0")}`;
const EMPTY = {
  ...{ params: {}, tags: {}, metrics: [], nodes: [], log: [], datasets: [], snapshots: {}, artifacts: [] },
  ...{ runId: ID, runName: "a", experiment: "birds", status: "FINISHED", startTime: 1, endTime: 2 },
};
const LOGGED = {
  ...{ modelId: MODEL, name: "m", modelType: "", sourceRunId: ID, status: "READY", creationTime: 1 },
  ...{ lastUpdateTime: 1, params: {}, tags: {}, metrics: [], uses: [], files: [] },
};
const VERSION = {
  ...{ version: "1", creationTime: 1, lastUpdateTime: 1, currentStage: "None", source: `models:/${MODEL}` },
  tags: {},
};
const REGISTERED = {
  ...{ name: "r", creationTime: 1, lastUpdateTime: 1, tags: {}, aliases: {}, versions: [VERSION] },
};

interface Content {
  readonly runs?: readonly Readonly<Record<string, unknown>>[];
  readonly models?: readonly Readonly<Record<string, unknown>>[];
  readonly registered?: readonly Readonly<Record<string, unknown>>[];
}

const REFUSED: Readonly<Record<string, readonly [content: Content, reason: RegExp]>> = {
  "the name of a param": [
    { runs: [{ params: { "a?b": "1" } }] },
    /run "a" \(8f3c0+\): cannot log param "a\?b"/,
  ],
  "the value of a param": [{ runs: [{ params: { a: "x".repeat(6001) } }] }, /param "a": .* at most 6000/],
  "the value of a tag": [{ runs: [{ tags: { a: "x".repeat(8001) } }] }, /tag "a": .* at most 8000/],
  "the name of a metric": [
    { runs: [{ metrics: [{ key: "l*ss", value: 1, step: 0, timestamp: 1 }] }] },
    /metric "l\*ss"/,
  ],
  "the name of a run": [{ runs: [{ runName: "x".repeat(8001) }] }, /tag "mlflow\.runName"/],
  "the name of an experiment": [{ runs: [{ experiment: "x".repeat(501) }] }, /experiment "x+…".*at most 500/],
  "a digest of data": [{
    runs: [{
      datasets: [{
        ...{ role: "input", time: 1 },
        dataset: { name: "d", digest: "x".repeat(37), sourceType: "local", source: "{}" },
      }],
    }],
  }, /dataset "d": its digest/],
  "the name of an artifact": [
    { runs: [{ artifacts: [`a/${"ä".repeat(128)}`] }] },
    /a name in it has more than 255 bytes/,
  ],
  "an artifact below another": [
    { runs: [{ artifacts: ["a", "a/b"] }] },
    /cannot store "a\/b": "a" is a file/,
  ],
  "a run that is listed twice": [{ runs: [{}, {}] }, /it lists run "8f3c0+" twice/],
  "the name of a model": [{ models: [{ name: "a/b" }] }, /model "a\/b" \(m-7b0+\): cannot log a model/],
  "a param of a model": [{ models: [{ params: { "?": "1" } }] }, /model "m" .*param "\?"/],
  "the name of a registered model": [{ registered: [{ name: "a:b" }] }, /registered model "a:b"/],
  "an alias": [{ registered: [{ aliases: { v1: "1" } }] }, /registered model "r": cannot use the alias "v1"/],
  "an alias of nothing": [
    { registered: [{ aliases: { a: "7" } }] },
    /"a" points to version 7, which it lacks/,
  ],
  "where a version comes from": [
    { registered: [{ versions: [{ ...VERSION, source: "/etc/passwd" }] }] },
    /cannot register "\/etc\/passwd"/,
  ],
  "a version that is listed twice": [
    { registered: [{ versions: [VERSION, VERSION] }] },
    /it lists version 1 twice/,
  ],
};

for (const [what, [content, reason]] of Object.entries(REFUSED)) {
  Deno.test(`importRuns() refuses ${what} of an archive before anything is written`, async () => {
    await using dir = await tempDir();
    const archive = await pack(dir, content);
    await using store = openEmbeddedStore(dir.join("store"));

    await assert.rejects(importRuns(store, archive), (error: Error) => {
      assert.equal(error.name, "TrackingError");
      assert.match(error.message, /^Cannot import ".*in\.tar\.gz"/);
      assert.match(error.message, reason);
      return true;
    });

    await assert.rejects(Deno.stat(dir.join("store")), Deno.errors.NotFound);
  });
}

Deno.test("importRuns() tells everything that is wrong with the runs of an archive at once", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.join("store"));
  const gone = await store.createExperiment("gone");
  await store.deleteExperiment(gone);
  const archive = await pack(dir, {
    runs: [
      { params: { "?": "1", "!": "2" } },
      { runId: OTHER, runName: "b", experiment: "gone", tags: { "#": "x" } },
    ],
    models: [{ name: "" }],
  });

  await assert.rejects(importRuns(store, archive), (error: Error) => {
    const [head, ...problems] = error.message.split("\n");
    assert.match(head ?? "", /, which has 5 problems; nothing was imported:$/);
    assert.match(problems[3] ?? "", /run "b" \(9a0+\): its experiment "gone" is deleted here; restore it/);
    assert.equal(problems.length, 5);
    return true;
  });

  assert.deepEqual((await store.searchRuns()).items, []);
});

Deno.test("importRuns() says when an archive is of a newer Kedge", async () => {
  await using dir = await tempDir();
  const items = itemsOf({ "kedge-runs.json": '{"format":"kedge-runs/3","runs":[]}' });
  await Deno.writeFile(dir.join("in.tar.gz"), await gzipOf(await tarOf(items)));
  await using store = openEmbeddedStore(dir.join("store"));

  await assert.rejects(importRuns(store, dir.join("in.tar.gz")), {
    name: "TrackingError",
    message: /it is of the format "kedge-runs\/3", which a newer Kedge reads$/,
  });
});

Deno.test("importRuns() refuses what is wrong in a folder mlruns before anything is written", async () => {
  await using dir = await tempDir();
  const run = (id: string) =>
    `run_id: ${id}\nrun_name: one\nlifecycle_stage: active\nstatus: 3\nstart_time: 1\nend_time: 2\n`;
  await dir.write({
    "mlruns/1/meta.yaml": "experiment_id: '1'\nname: birds\nlifecycle_stage: active\n",
    [`mlruns/1/${ID}/meta.yaml`]: run(ID),
    [`mlruns/1/${ID}/params/lr`]: "0.1",
    [`mlruns/1/${OTHER}/meta.yaml`]: run(OTHER),
    [`mlruns/1/${OTHER}/params/long`]: "x".repeat(6001),
  });
  await using store = openEmbeddedStore(dir.join("store"));

  await assert.rejects(importRuns(store, dir.join("mlruns")), {
    message: /mlruns": run "one" \(9a0+\): cannot log param "long": its value must have at most 6000/,
  });

  await assert.rejects(Deno.stat(dir.join("store")), Deno.errors.NotFound);
});

async function pack(dir: TempDir, { runs = [], models = [], registered = [] }: Content): Promise<string> {
  const index = {
    format: "kedge-runs/2",
    runs: runs.map((run) => ({ ...EMPTY, ...run })),
    models: models.map((model) => ({ ...LOGGED, ...model })),
    registered: registered.map((model) => ({ ...REGISTERED, ...model })),
  };
  const files = index.runs.flatMap((run) =>
    (run.artifacts as readonly string[]).map((path) => [`artifacts/${run.runId}/${path}`, "x"])
  );
  const items = itemsOf({ "kedge-runs.json": JSON.stringify(index), ...Object.fromEntries(files) });
  await Deno.writeFile(dir.join("in.tar.gz"), await gzipOf(await tarOf(items)));
  return dir.join("in.tar.gz");
}
