import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { copyExample } from "../support/copy_files.ts";
import { kedge } from "../support/kedge.ts";
import { walkFiles } from "../support/walk_files.ts";

Deno.test("examples/tracked_penguins imports nothing that records", async () => {
  await using copy = await copyExample("tracked_penguins");

  for (const path of [copy.join("kedge.ts"), ...await walkFiles(copy.join("pipelines"))]) {
    const imports = [...(await Deno.readTextFile(path)).matchAll(/import \{(.*)\} from "https:/g)];
    const names = imports.flatMap(([, list = ""]) =>
      list.split(",").map((name) => name.replace("type", "").trim())
    );
    const known = ["node", "pipeline", "Pipeline", "defineProject", "ProjectDefinition"];
    assert.deepEqual(names.filter((name) => !known.includes(name)), [], path);
  }
});

for (
  const [pipeline, metrics] of [
    ["__default__", { accuracy: 1, loss: 60 }],
    ["streamed", { accuracy: 1, "training.accuracy": 60, "training.loss": 60 }],
  ] as const
) {
  Deno.test(`examples/tracked_penguins records params, metrics, artifact and tags of ${pipeline} by configuration`, async () => {
    await using copy = await copyExample("tracked_penguins");

    const { code, stderr } = await kedge(copy.path, ["run", "--pipeline", pipeline]);

    assert.equal(code, 0, stderr);
    await using store = openEmbeddedStore(copy.path);
    const { items: [run] } = await store.searchRuns();
    assert.deepEqual(run?.params, { test_every: "4", "model.epochs": "60", "model.rate": "0.5" });
    assert.deepEqual([run.tags["team"], run.tags["mlflow.note.content"]], [
      "birds",
      "Softmax regression on four measurements",
    ]);
    const counts = Object.keys(run.metrics).sort().map(async (key) => {
      const history = await store.getMetricHistory(run.info.runId, key);
      assert.deepEqual(history.map(({ step }) => step), history.map((_, step) => step));
      return [key, history.length] as const;
    });
    assert.deepEqual(Object.fromEntries(await Promise.all(counts)), metrics);
    assert.ok((run.metrics["accuracy"]?.value ?? 0) > 0.95);
    const artifacts = await store.listArtifacts(run.info.runId);
    assert.deepEqual(artifacts.map(({ path }) => path), ["model/weights.json"]);
    const { name, tags } = await store.getExperiment(run.info.experimentId) ?? {};
    assert.deepEqual([name, tags], ["tracked penguins", { data: "palmerpenguins" }]);
  });
}
