import assert from "node:assert/strict";
import { askForest } from "../pipelines/forest.ts";
import { growForest } from "../pipelines/grow_forest.ts";
import { flock, PARAMETERS, penguin } from "./birds.ts";

Deno.test("askForest() says the same after the forest has been through JSON", async () => {
  const penguins = flock();
  const forest = await growForest(penguins, PARAMETERS);

  const reloaded = JSON.parse(JSON.stringify(forest));

  assert.deepEqual(await askForest(reloaded, penguins), await askForest(forest, penguins));
});

Deno.test("askForest() is as sure as the share of the trees that agree", async () => {
  const forest = await growForest(flock(), PARAMETERS);

  const [verdict] = await askForest(forest, [penguin({ culmen_length_mm: 43.5, flipper_length_mm: 193 })]);

  const votes = (verdict?.confidence ?? 0) * PARAMETERS.trees;
  assert.ok(votes > PARAMETERS.trees / 3 && votes < PARAMETERS.trees, String(votes));
  assert.ok(Math.abs(votes - Math.round(votes)) < 1e-9);
});

Deno.test("askForest() has nothing to say of no birds", async () => {
  assert.deepEqual(await askForest(await growForest(flock(), PARAMETERS), []), []);
});
