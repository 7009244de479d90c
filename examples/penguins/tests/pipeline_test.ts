import assert from "node:assert/strict";
import {
  createCatalog,
  memoryDataset,
  pipeline,
  runPipeline,
} from "https://kedge.example/kedge@0.1.0/mod.ts";
import { data } from "../pipelines/data.ts";
import { model } from "../pipelines/model.ts";
import { flock, PARAMETERS } from "./birds.ts";

Deno.test("the pipelines lead from raw rows to predictions and a figure, in memory and untracked", async () => {
  const catalog = createCatalog({
    entries: { penguins_raw: memoryDataset(flock()) },
    parameters: { split: { test_share: 0.25 }, model: { ...PARAMETERS } },
  });

  const { outputs } = await runPipeline(pipeline([data, model]), catalog);

  assert.deepEqual(Object.keys(outputs).sort(), ["confusion", "predictions"]);
  assert.match(String(outputs.confusion), /15 test birds, 100% named right/);
});
