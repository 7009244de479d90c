import assert from "node:assert/strict";
import { parseForestParameters } from "../pipelines/parameters.ts";
import { PARAMETERS } from "./birds.ts";

Deno.test("parseForestParameters() gives back what is right", () => {
  assert.deepEqual(parseForestParameters(PARAMETERS), PARAMETERS);
});

Deno.test("parseForestParameters() names everything that is wrong, missing or unknown at once", () => {
  const { max_depth: _, ...given } = { ...PARAMETERS, trees: "many", feature_share: 2, tress: 3 };

  assert.throws(() => parseForestParameters(given), (error: TypeError) => {
    assert.ok(error instanceof TypeError);
    assert.match(error.message, /model\.trees must be an integer from 1 to 10000, but is "many"/);
    assert.match(error.message, /model\.feature_share must be a number above 0 and at most 1, but is 2/);
    assert.match(error.message, /model\.max_depth must be an integer from 1 to 10000, but is missing/);
    assert.match(error.message, /model\.tress is not a parameter/);
    return true;
  });
});

Deno.test("parseForestParameters() refuses what is no object", () => {
  for (const data of [undefined, null, 7, "trees"]) {
    assert.throws(() => parseForestParameters(data), TypeError);
  }
});
