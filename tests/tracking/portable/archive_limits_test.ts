import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { logText } from "../../../lib/tracking/logging/log_text.ts";
import { withRun } from "../../../lib/tracking/logging/with_run.ts";
import { checkArchive } from "../../../lib/tracking/portable/archive_limits.ts";
import { exportRuns } from "../../../lib/tracking/transfer_runs.ts";
import { tempDir } from "../../support/temp_dir.ts";

const GIB = 1024 ** 3;

Deno.test("checkArchive() refuses what an import would refuse, with the way out", () => {
  const many = Array.from({ length: 100_000 }, () => ({ size: 0 }));

  checkArchive([{ size: GIB - 10 }, { size: undefined }], 10);
  checkArchive(many.slice(1), 10);

  assert.throws(() => checkArchive([{ size: GIB }, { size: GIB / 2 }], 10), {
    name: "TrackingError",
    message:
      "Cannot export these runs as one archive: it may hold at most 1 GiB and 100000 files, they have 1.50 GiB in 2 files. " +
      "Export fewer runs at a time",
  });
  assert.throws(() => checkArchive(many, 10), /they have 0\.00 GiB in 100000 files/);
});

Deno.test("exportRuns() makes no archive that could not be imported again", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const run = await withRun({ directory: dir.path }, async (run) => {
    await logText("hello", "a.txt");
    return run;
  });
  // As if the file were that large.
  using database = new DatabaseSync(dir.join(".kedge", "runs.db"));
  database.exec(`UPDATE artifacts SET size = ${2 * GIB}`);
  const { items } = await store.searchRuns();

  await assert.rejects(exportRuns(store, items, { format: "archive" }), /they have 2\.00 GiB in 1 file\./);

  assert.equal(items[0]?.info.runId, run.id);
});
