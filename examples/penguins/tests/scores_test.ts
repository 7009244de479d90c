import assert from "node:assert/strict";
import { scorePredictions, toPredictions } from "../pipelines/scores.ts";
import { penguin, predictions } from "./birds.ts";

Deno.test("toPredictions() puts the bird and the verdict side by side", () => {
  const verdicts = [{ species: "Gentoo", confidence: 0.75 }];

  const compared = toPredictions([penguin({ id: 3, species: "Adelie" })], verdicts);

  assert.deepEqual(compared, [
    { id: 3, species: "Adelie", predicted: "Gentoo", correct: false, confidence: 0.75 },
  ]);
});

Deno.test("scorePredictions() counts by actual and predicted species", () => {
  const scores = scorePredictions(predictions(["A", "A"], ["A", "A"], ["A", "B"], ["B", "B"]));

  assert.deepEqual(scores.confusion, [[2, 1], [0, 1]]);
  assert.equal(scores.accuracy, 0.75);
  assert.deepEqual(scores.species.map(({ precision, recall }) => [precision, recall]), [[1, 2 / 3], [
    0.5,
    1,
  ]]);
  assert.ok(Math.abs(scores.f1_macro - (0.8 + 2 / 3) / 2) < 1e-12);
});

Deno.test("scorePredictions() gives 0 and not NaN for a species that is never predicted", () => {
  const { species } = scorePredictions(predictions(["A", "B"], ["B", "B"]));

  assert.deepEqual(species[0], { name: "A", precision: 0, recall: 0, f1: 0 });
});
