import assert from "node:assert/strict";
import { askForest } from "../pipelines/forest.ts";
import { growForest } from "../pipelines/grow_forest.ts";
import { flock, PARAMETERS } from "./birds.ts";

Deno.test("askForest() says the same after the forest has been through JSON", async () => {
  const penguins = flock();
  const forest = await growForest(penguins, PARAMETERS);

  const reloaded = JSON.parse(JSON.stringify(forest));

  assert.deepEqual(await askForest(reloaded, penguins), await askForest(forest, penguins));
});
