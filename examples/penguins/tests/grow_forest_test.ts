import assert from "node:assert/strict";
import { askForest } from "../pipelines/forest.ts";
import { growForest, type Growth } from "../pipelines/grow_forest.ts";
import { seededRandom } from "../pipelines/random.ts";
import { flock, PARAMETERS } from "./birds.ts";

Deno.test("growForest() learns to tell the species apart", async () => {
  const penguins = flock();

  const forest = await growForest(penguins, PARAMETERS);

  const verdicts = await askForest(forest, penguins);
  assert.deepEqual(verdicts.map(({ species }) => species), penguins.map(({ species }) => species));
  assert.equal(forest.model.baseModel.estimators.length, PARAMETERS.trees);
});

Deno.test("growForest() tells its progress with every tree of a small forest, the last one included", async () => {
  const history: Growth[] = [];

  await growForest(flock(), PARAMETERS, (growth) => history.push(growth));

  assert.deepEqual(history.map(({ trees }) => trees), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  assert.ok(history.every(({ oobAccuracy }) => oobAccuracy > 0.8 && oobAccuracy <= 1));
});

Deno.test("growForest() tells its progress 20 times for a large forest", async () => {
  const steps: number[] = [];

  await growForest(flock(), { ...PARAMETERS, trees: 60 }, ({ trees }) => steps.push(trees));

  assert.deepEqual(steps, Array.from({ length: 20 }, (_, index) => 3 * (index + 1)));
});

Deno.test("growForest() tells of the last tree, also when it does not end a step", async () => {
  const steps: number[] = [];

  await growForest(flock(), { ...PARAMETERS, trees: 41 }, ({ trees }) => steps.push(trees));

  assert.deepEqual(steps.slice(-2), [39, 41]);
});

Deno.test("growForest() is not judged by the birds that it has learnt by heart", async () => {
  const random = seededRandom(1);
  const noise = flock().map((bird) => ({ ...bird, culmen_length_mm: random(), flipper_length_mm: random() }));
  let last = 1;

  await growForest(noise, { ...PARAMETERS, max_depth: 20, min_samples: 1 }, ({ oobAccuracy }) => {
    last = oobAccuracy;
  });

  assert.ok(last < 0.7, String(last));
});

Deno.test("growForest() grows the same forest from the same seed and another from another", async () => {
  const text = async (seed: number) => JSON.stringify(await growForest(flock(), { ...PARAMETERS, seed }));

  assert.equal(await text(7), await text(7));
  assert.notEqual(await text(7), await text(8));
});

Deno.test("growForest() leaves the sex out when told so", async () => {
  const forest = await growForest(flock(), { ...PARAMETERS, use_sex: false });

  assert.ok(!forest.features.includes("sex"));
});

Deno.test("growForest() refuses to learn from nothing", async () => {
  await assert.rejects(growForest([], PARAMETERS), RangeError);
});

Deno.test("growForest() gives every tree a feature to look at, however small the share", async () => {
  const forest = await growForest(flock(), { ...PARAMETERS, feature_share: 0.01 });

  assert.ok(forest.model.baseModel.indexes.every((features) => features.length === 1));
});
