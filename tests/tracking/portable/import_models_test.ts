import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { logModel } from "../../../lib/tracking/logging/log_model.ts";
import { withRun } from "../../../lib/tracking/logging/with_run.ts";
import { importModels } from "../../../lib/tracking/portable/import_models.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("importModels() from a store such as a server moves no alias that is there, and tells of it", async () => {
  await using dir = await tempDir();
  const log = (directory: string) =>
    withRun({ directory }, async (run) => {
      await logModel({ directory }, { name: "m", registeredModelName: "masses" });
      return run.id;
    });
  const runId = await log(dir.join("from"));
  await log(dir.join("to"));
  await using from = openEmbeddedStore(dir.join("from"));
  await using to = openEmbeddedStore(dir.join("to"));
  await from.setModelAlias("masses", "champion", "1");
  await from.setModelAlias("masses", "next", "1");
  await to.setModelAlias("masses", "champion", "1");
  to.insertRun(runId, { experimentId: "0" });

  const { count, notes } = await importModels(to, from, [runId]);

  assert.equal(count, 2);
  assert.deepEqual(notes, [
    'Alias "champion" of model "masses" stays at version 1: it was not moved to version 2',
  ]);
  assert.deepEqual((await to.getRegisteredModel("masses"))?.aliases, { champion: "1", next: "2" });
  assert.deepEqual(await importModels(to, from, [runId]).then((again) => again.count), 0);
});
