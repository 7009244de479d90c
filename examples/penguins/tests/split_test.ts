import assert from "node:assert/strict";
import { splitPenguins } from "../pipelines/split.ts";
import { countBySpecies, flock } from "./birds.ts";

Deno.test("splitPenguins() keeps the same share of every species aside, and loses no bird", () => {
  const penguins = flock();

  const { train, test } = splitPenguins(penguins, 0.25, 7);

  assert.deepEqual(countBySpecies(test), { Adelie: 5, Chinstrap: 5, Gentoo: 5 });
  assert.deepEqual(
    [...train, ...test].map(({ id }) => id).sort((a, b) => a - b),
    penguins.map(({ id }) => id),
  );
});

Deno.test("splitPenguins() gives the same split for the same seed and another for another", () => {
  const ids = (seed: number) => splitPenguins(flock(), 0.25, seed).test.map(({ id }) => id);

  assert.deepEqual(ids(7), ids(7));
  assert.notDeepEqual(ids(7), ids(8));
});

Deno.test("splitPenguins() refuses a share that leaves one part empty", () => {
  for (const share of [0, 1, -0.5, NaN]) {
    assert.throws(() => splitPenguins(flock(), share, 7), RangeError);
  }
});
