import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { importRuns } from "../../../lib/tracking/transfer_runs.ts";
import { assertImported } from "../../support/mlflow_recording.ts";
import { tempDir } from "../../support/temp_dir.ts";

// Made by MLflow 3.18 with `tests/services/mlflow/record_runs.py`, which says how; what it printed stands beside it.
const FIXTURES = new URL("../fixtures/mlflow/", import.meta.url);

Deno.test("importRuns() takes from a folder mlruns of MLflow 3.18 all that its client says of the runs", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);

  const report = await importRuns(store, fileURLToPath(new URL("mlruns", FIXTURES)));

  assert.deepEqual([report.imported.length, report.artifacts], [3, 2]);
  await assertImported(store, await readRecording("mlruns.json"));
});

Deno.test("importRuns() takes from an mlflow.db of MLflow 3.18 all that its client says of the runs", async () => {
  await using dir = await tempDir();
  const packed = await Deno.open(new URL("mlflow.db.gz", FIXTURES));
  await Deno.writeFile(
    dir.join("mlflow.db"),
    packed.readable.pipeThrough(new DecompressionStream("gzip")),
  );
  await using store = openEmbeddedStore(dir.join("mine"));

  const report = await importRuns(store, dir.join("mlflow.db"));

  assert.equal(report.imported.length, 3);
  // Its artifacts are where it was recorded.
  await assertImported(store, await readRecording("mlflow.db.json"), { withArtifacts: false });
});

async function readRecording(name: string) {
  const text = await Deno.readTextFile(new URL(name, FIXTURES));
  return JSON.parse(text);
}
