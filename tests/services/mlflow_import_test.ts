import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { importRuns } from "../../lib/tracking/transfer_runs.ts";
import { assertImported, type MlflowRecording } from "../support/mlflow_recording.ts";
import { runMlflowScript } from "../support/mlflow_python.ts";
import { testWithMlflow } from "../support/mlflow_server.ts";
import { tempDir } from "../support/temp_dir.ts";

for (
  const [name, uri] of [
    ["mlflow.db", (folder: string) => `sqlite:///${folder}/mlflow.db`],
    ["mlruns", (folder: string) => `file://${folder}/mlruns`],
  ] as const
) {
  testWithMlflow(
    `importRuns() takes from an ${name} all that the client of MLflow says of its runs`,
    async () => {
      await using dir = await tempDir();
      const recording: MlflowRecording = JSON.parse(
        await runMlflowScript("record_runs.py", [uri(dir.path)], { cwd: dir.path }),
      );
      await using store = openEmbeddedStore(dir.join("mine"));

      const report = await importRuns(store, dir.join(name));

      assert.equal(report.imported.length, 3);
      await assertImported(store, recording);
    },
  );
}
