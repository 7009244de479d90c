import assert from "node:assert/strict";
import { toBytes } from "../../../lib/core/bytes.ts";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { exportRuns, importRuns } from "../../../lib/tracking/transfer_runs.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { runsOf } from "./_everything.ts";
import { exported, fill, ID } from "./_filled_store.ts";

const CANARY = "canary-5d41402a";

Deno.test("importRuns() makes of an archive the runs that exportRuns() put into it", async () => {
  await using dir = await tempDir();
  await using from = openEmbeddedStore(dir.join("from"));
  await using to = openEmbeddedStore(dir.join("to"));
  await fill(from);
  const archive = await exported(from, dir.join("runs.tar.gz"));

  const report = await importRuns(to, archive);

  assert.deepEqual(report, {
    kind: "an archive",
    imported: [{ runId: ID, runName: "shining-auk-417" }],
    known: [],
    artifacts: 1,
    models: 0,
    notes: [],
  });
  assert.deepEqual(await runsOf(to), await runsOf(from));
});

Deno.test("importRuns() leaves runs alone that the store has already", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  await fill(store);
  const archive = await exported(store, dir.join("runs.tar.gz"));
  await store.logBatch(ID, { tags: [["team", "fish"]] });

  const report = await importRuns(store, archive);

  assert.deepEqual([report.imported, report.known.length], [[], 1]);
  assert.equal((await store.getRun(ID))?.tags["team"], "fish");
});

Deno.test("importRuns() goes on with a run whose import was interrupted", async () => {
  await using dir = await tempDir();
  await using from = openEmbeddedStore(dir.join("from"));
  await using to = openEmbeddedStore(dir.join("to"));
  await fill(from);
  const archive = await exported(from, dir.join("runs.tar.gz"));
  const experimentId = to.ensureExperiment("birds");
  to.insertRun(ID, {
    experimentId,
    runName: "shining-auk-417",
    startTime: 1000,
    tags: { "mlflow.user": "ada", "kedge.importing": "true" },
  });
  to.write(ID, { params: [["lr", "0.1"]] });

  assert.equal((await importRuns(to, archive)).imported.length, 1);

  assert.deepEqual(await runsOf(to), await runsOf(from));
});

Deno.test("importRuns() leaves a run to the process that is importing it, and tells so", async () => {
  await using dir = await tempDir();
  await using from = openEmbeddedStore(dir.join("from"));
  await using to = openEmbeddedStore(dir.join("to"));
  await fill(from);
  const archive = await exported(from, dir.join("runs.tar.gz"));
  const experimentId = to.ensureExperiment("birds");
  const lock = to.holdRun(ID);
  to.insertRun(ID, { experimentId, runName: "shining-auk-417", tags: { "kedge.importing": "true" } });

  const { imported, known, notes } = await importRuns(to, archive);

  assert.deepEqual([imported, known.length], [[], 1]);
  assert.deepEqual(notes, [`Run "shining-auk-417" (${ID}) is being imported by another process`]);
  lock?.release();
  assert.equal((await importRuns(to, archive)).imported.length, 1);
});

Deno.test("importRuns() that cannot write leaves a run that is found interrupted, and goes on with it", async () => {
  await using dir = await tempDir();
  await using from = openEmbeddedStore(dir.join("from"));
  await fill(from);
  const archive = await exported(from, dir.join("runs.tar.gz"));
  await dir.write({ "to/.kedge/artifacts": "in the way" });
  {
    await using to = openEmbeddedStore(dir.join("to"));
    await assert.rejects(
      importRuns(to, archive),
      /Cannot store artifact "plots\/ä b\.svg" of run "shining-auk-417"/,
    );
  }
  await Deno.remove(dir.join("to/.kedge/artifacts"));
  await using to = openEmbeddedStore(dir.join("to"));

  assert.deepEqual(to.recoverInterrupted(), [ID]);
  assert.equal((await to.getRun(ID))?.info.status, "KILLED");

  await importRuns(to, archive);
  assert.deepEqual(await runsOf(to), await runsOf(from));
});

Deno.test("importRuns() can put runs into an experiment of another name", async () => {
  await using dir = await tempDir();
  await using from = openEmbeddedStore(dir.join("from"));
  await using to = openEmbeddedStore(dir.join("to"));
  await fill(from);

  await importRuns(to, await exported(from, dir.join("runs.tar.gz")), { experiment: "old" });

  const experiment = await to.getExperimentByName("old");
  assert.equal((await to.getRun(ID))?.info.experimentId, experiment?.experimentId);
});

Deno.test("exportRuns() carries no secrets, whatever recorded them", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  store.insertRun(ID, { experimentId: "0", tags: { db_password: CANARY } });
  store.write(ID, { params: [["api.token", CANARY], ["pin", CANARY]] });
  store.writeLogLines(ID, [{ time: 1, level: "info", message: `password=${CANARY}` }]);
  const { items } = await store.searchRuns();

  for (const format of ["json", "csv", "archive"] as const) {
    const bytes = await toBytes(await exportRuns(store, items, { format, redact: ["pin"] }));
    const text = format === "archive" ? await gunzip(bytes) : new TextDecoder().decode(bytes);
    assert.ok(text.includes("***") && !text.includes(CANARY), format);
  }
});

Deno.test("exportRuns() as CSV quotes what needs it, and gives tables no commands to run", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  store.insertRun(ID, { experimentId: "0", runName: '=cmd|"x"', startTime: 0 });
  store.write(ID, {
    params: [["a", "1,5\n2"], ["b", "-1"]],
    metrics: [{ key: "loss", value: NaN, step: 0, timestamp: 1 }],
  });
  const { items } = await store.searchRuns();

  const csv = new TextDecoder().decode(await toBytes(await exportRuns(store, items, { format: "csv" })));

  assert.equal(
    csv,
    `run_id,run_name,experiment,status,start_time,end_time,metrics.loss,params.a,params.b,tags.mlflow.runName\n` +
      `${ID},"'=cmd|""x""",Default,RUNNING,1970-01-01T00:00:00.000Z,,NaN,"1,5\n2",-1,"'=cmd|""x"""\n`,
  );
});

async function gunzip(bytes: Uint8Array): Promise<string> {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return await new Response(stream).text();
}
