import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { toBytes } from "../../../lib/core/bytes.ts";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { readModel } from "../../../lib/tracking/models/read_model.ts";
import { readArchive } from "../../../lib/tracking/portable/read_archive.ts";
import { RunImport } from "../../../lib/tracking/portable/run_import.ts";
import { exportRuns, importRuns } from "../../../lib/tracking/transfer_runs.ts";
import { logMetric } from "../../../lib/tracking/logging/log_entries.ts";
import { logModel } from "../../../lib/tracking/logging/log_model.ts";
import { withRun } from "../../../lib/tracking/logging/with_run.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { modelsOf, runsOf } from "./_everything.ts";
import { exported, ID } from "./_filled_store.ts";

const OLD_ARCHIVE = fileURLToPath(new URL("fixtures/runs-1.tar.gz", import.meta.url));

/** Train twice: two models, two versions, aliases, and a run that only read the first model. */
async function train(directory: string): Promise<void> {
  const first = await withRun({ directory, name: "first" }, async () => {
    logMetric("loss", 0.5, { step: 3 });
    logMetric("nan", NaN, { step: 3 });
    return await logModel({ weights: [0.5, 2] }, {
      name: "linear",
      registeredModelName: "masses",
      params: { degree: "1" },
      tags: { team: "birds" },
      step: 3,
    });
  });
  await withRun({ directory, name: "second" }, async () => {
    await logModel({ weights: [7] }, { name: "linear", registeredModelName: "masses" });
    await logModel({ weights: [8] }, { name: "spare" });
  });
  await using store = openEmbeddedStore(directory);
  const reader = await withRun({ directory, name: "reader" }, (run) => run.id);
  await store.logRunModels(reader, [{ modelId: first?.modelId ?? "", role: "input", step: 0 }]);
  await store.updateRegisteredModel("masses", { description: "How heavy birds are" });
  await store.setRegisteredModelTag("masses", "unit", "g");
  await store.updateModelVersion("masses", "1", { description: "A line" });
  await store.setModelVersionTag("masses", "1", ["checked", "yes"]);
  await store.transitionModelVersionStage("masses", "1", "Production");
  await store.setModelAlias("masses", "champion", "1");
  await store.setModelAlias("masses", "next", "2");
}

Deno.test("importRuns() makes of an archive the models, versions and aliases that exportRuns() put into it", async () => {
  await using dir = await tempDir();
  await train(dir.join("from"));
  await using from = openEmbeddedStore(dir.join("from"));
  await using to = openEmbeddedStore(dir.join("to"));
  const archive = await exported(from, dir.join("runs.tar.gz"));

  const report = await importRuns(to, archive);

  assert.deepEqual([report.imported.length, report.models, report.notes], [3, 5, []]);
  const [content, wanted] = [await modelsOf(to), await modelsOf(from)];
  assert.equal(content.logged.length, 3);
  assert.equal(content.logged.find(({ params }) => params["degree"])?.metrics.length, 2);
  assert.deepEqual(content, wanted);
  assert.deepEqual(await readModel(to, "models:/masses@champion"), { weights: [0.5, 2] });
});

Deno.test("importRuns() brings models once, however often it is asked", async () => {
  await using dir = await tempDir();
  await train(dir.join("from"));
  await using from = openEmbeddedStore(dir.join("from"));
  await using to = openEmbeddedStore(dir.join("to"));
  const archive = await exported(from, dir.join("runs.tar.gz"));
  await importRuns(to, archive);
  const before = await modelsOf(to);

  const again = await importRuns(to, archive);
  const home = await importRuns(from, archive);

  assert.deepEqual([again.models, again.notes, home.models, home.notes], [0, [], 0, []]);
  assert.deepEqual(await modelsOf(to), before);
});

Deno.test("importRuns() moves no alias that is there, numbers versions on, and tells both", async () => {
  await using dir = await tempDir();
  await train(dir.join("from"));
  await using from = openEmbeddedStore(dir.join("from"));
  await withRun({ directory: dir.join("to"), name: "own" }, async () => {
    await logModel({ weights: [1] }, { name: "own", registeredModelName: "masses" });
  });
  await using to = openEmbeddedStore(dir.join("to"));
  await to.setModelAlias("masses", "champion", "1");
  await to.updateRegisteredModel("masses", { description: "Ours" });
  const archive = await exported(from, dir.join("runs.tar.gz"));

  const { notes } = await importRuns(to, archive);

  assert.deepEqual(notes, [
    'Version 1 of model "masses" is version 2 here: the number was taken',
    'Version 2 of model "masses" is version 3 here: the number was taken',
    'Alias "champion" of model "masses" stays at version 1: it was not moved to version 2',
  ]);
  const masses = await to.getRegisteredModel("masses");
  assert.deepEqual([masses?.description, masses?.aliases], ["Ours", { champion: "1", next: "3" }]);
  assert.deepEqual(await readModel(to, "models:/masses/2"), { weights: [0.5, 2] });
  const { items: [linear] } = await to.searchLoggedModels({ filter: "params.degree = '1'" });
  assert.equal(linear?.tags["mlflow.modelVersions"], '[{"name":"masses","version":2}]');
  // Only aliases are told again: they are still elsewhere.
  assert.deepEqual((await importRuns(to, archive)).notes, notes.slice(2));
});

Deno.test("importRuns() brings of a part of the runs their models and versions alone, under the same numbers", async () => {
  await using dir = await tempDir();
  await train(dir.join("from"));
  await using from = openEmbeddedStore(dir.join("from"));
  await using to = openEmbeddedStore(dir.join("to"));
  const { items } = await from.searchRuns({ runName: "second" });
  await Deno.writeFile(dir.join("part.tar.gz"), await exportRuns(from, items, { format: "archive" }));

  await importRuns(to, dir.join("part.tar.gz"));

  const { logged, registered } = await modelsOf(to);
  assert.equal(logged.length, 2);
  assert.deepEqual(registered.map(({ aliases, versions }) => [aliases, versions.map((one) => one.version)]), [
    [
      { next: "2" },
      ["2"],
    ],
  ]);
});

Deno.test("importRuns() tells of a model that is there which runs read it that come later", async () => {
  await using dir = await tempDir();
  await train(dir.join("from"));
  await using from = openEmbeddedStore(dir.join("from"));
  await using to = openEmbeddedStore(dir.join("to"));
  const { items } = await from.searchRuns();
  const writers = items.filter(({ info }) => info.runName !== "reader");
  await Deno.writeFile(dir.join("part.tar.gz"), await exportRuns(from, writers, { format: "archive" }));
  await importRuns(to, dir.join("part.tar.gz"));

  const { models } = await importRuns(to, await exported(from, dir.join("runs.tar.gz")));

  assert.equal(models, 0);
  assert.deepEqual(await modelsOf(to), await modelsOf(from));
});

Deno.test("importRuns() leaves models away that were deleted here, and finishes one that was begun", async () => {
  await using dir = await tempDir();
  await train(dir.join("from"));
  await using from = openEmbeddedStore(dir.join("from"));
  await using to = openEmbeddedStore(dir.join("to"));
  const archive = await exported(from, dir.join("runs.tar.gz"));
  const { items: [gone, begun] } = await from.searchLoggedModels();
  await importRuns(to, archive);
  await to.deleteLoggedModel(gone?.modelId ?? "");
  await using _restored = openEmbeddedStore(dir.join("to"));
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(to.endpoint);
  database.prepare("UPDATE logged_models SET status = 'PENDING' WHERE model_id = ?").run(
    begun?.modelId ?? "",
  );
  database.close();

  assert.equal((await importRuns(to, archive)).models, 1);

  assert.equal(await to.getLoggedModel(gone?.modelId ?? ""), undefined);
  assert.equal((await to.getLoggedModel(begun?.modelId ?? ""))?.status, "READY");
});

Deno.test("importRuns() keeps two versions apart that one model became in one millisecond", async () => {
  await using dir = await tempDir();
  await train(dir.join("from"));
  await using from = openEmbeddedStore(dir.join("from"));
  const { version, ...first } = { ...(await from.getModelVersion("masses", "1"))! };
  await from.createModelVersion("masses", { source: first.source, runId: first.runId });
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(from.endpoint);
  database.prepare("UPDATE model_versions SET creation_time = ? WHERE version = 3").run(first.creationTime);
  database.close();
  await using to = openEmbeddedStore(dir.join("to"));
  const archive = await exported(from, dir.join("runs.tar.gz"));

  await importRuns(to, archive);
  const again = await importRuns(to, archive);

  assert.deepEqual([version, again.models], ["1", 0]);
  assert.deepEqual((await modelsOf(to)).registered, (await modelsOf(from)).registered);
});

Deno.test("an import leaves a run alone that another process imported meanwhile", async () => {
  await using dir = await tempDir();
  await train(dir.join("from"));
  await using from = openEmbeddedStore(dir.join("from"));
  const archive = await exported(from, dir.join("runs.tar.gz"));
  await using to = openEmbeddedStore(dir.join("to"));
  await using other = openEmbeddedStore(dir.join("to"));
  await using source = await readArchive(archive, await Deno.readFile(archive));
  const slow = new RunImport(to, undefined);

  // After it was seen that the first run is missing.
  await slow.importAll(source, async () => void await importRuns(other, archive));

  assert.deepEqual([slow.imported.length, slow.known.length, slow.notes], [0, 3, []]);
  assert.deepEqual(await runsOf(to), await runsOf(from));
  assert.deepEqual(await modelsOf(to), await modelsOf(from));
});

Deno.test("exportRuns() carries no secrets of models", async () => {
  await using dir = await tempDir();
  await withRun({ directory: dir.path }, async () => {
    await logModel([1], {
      name: "m",
      registeredModelName: "r",
      params: { api_token: "canary-1" },
      tags: { password: "canary-1" },
    });
  });
  await using store = openEmbeddedStore(dir.path);
  await store.setRegisteredModelTag("r", "secret", "canary-1");
  await store.setModelVersionTag("r", "1", ["my_token", "canary-1"]);
  const { items } = await store.searchRuns();

  const text = new TextDecoder().decode(await toBytes(await exportRuns(store, items, { format: "json" })));

  assert.ok(!text.includes("canary-1"), text);
  assert.equal(text.match(/"\*\*\*"/g)?.length, 4);
});

Deno.test("importRuns() reads archives of the first format, which hold no models", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);

  const { imported, artifacts, models } = await importRuns(store, OLD_ARCHIVE);

  assert.deepEqual([imported, artifacts, models], [[{ runId: ID, runName: "shining-auk-417" }], 1, 0]);
});
