import assert from "node:assert/strict";
import { openMlflowStore } from "../../lib/tracking/open_mlflow_store.ts";
import { sync } from "../../lib/tracking/replication/sync.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { readVectorFile } from "../vectors/case.ts";
import { runCase } from "../vectors/run_area.ts";
import { compare, readStore, runAndRead } from "../vectors/tracking_runner.ts";

const FOLDER = new URL("../vectors", import.meta.url).pathname;
const { cases } = await readVectorFile(FOLDER, "tracking");

const mlflow = sharedMlflow();

for (const theme of new Set(cases.map((vector) => vector.theme))) {
  testWithMlflow(
    `vectors of tracking about ${theme} are the same when they are read from the server`,
    async () => {
      const failures: unknown[] = [];
      for (const vector of cases.filter((each) => each.theme === theme)) {
        await mlflow().clear();
        const run = (input: unknown) =>
          runAndRead(input, async (store) => {
            const { items } = await store.searchRuns({ lifecycleStage: "all" });
            const runs = items.map(({ info }) => info.runId);
            const { unfinished } = await sync(store, { uri: mlflow().url, runs });
            assert.deepEqual(unfinished, []);
            await using server = await openMlflowStore(mlflow().url);
            return await readStore(server);
          });
        const problems = await runCase(vector, { run, compare });
        if (problems.length > 0) failures.push([vector.id, ...problems]);
      }

      assert.deepEqual(failures, []);
    },
  );
}
