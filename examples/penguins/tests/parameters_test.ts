import assert from "node:assert/strict";
import { parseForestParameters } from "../pipelines/parameters.ts";
import { PARAMETERS } from "./birds.ts";

Deno.test("parseForestParameters() gives back what is right", () => {
  assert.deepEqual(parseForestParameters(PARAMETERS), PARAMETERS);
});

Deno.test("parseForestParameters() names everything that is wrong at once", () => {
  const given = { ...PARAMETERS, trees: "many", max_depth: 2.5, feature_share: 0 };

  assert.throws(
    () => parseForestParameters(given),
    new TypeError(
      'Cannot grow a forest: model.trees must be an integer from 1 to 10000, but is "many"; ' +
        "model.max_depth must be an integer from 1 to 10000, but is 2.5; " +
        "model.feature_share must be a number above 0 and at most 1, but is 0",
    ),
  );
});

Deno.test("parseForestParameters() takes nothing for a number or for true or false that only looks so", () => {
  for (
    const wrong of [{ seed: "7" }, { trees: 0 }, { trees: 10_001 }, { min_samples: null }, {
      use_sex: "false",
    }]
  ) {
    assert.throws(() => parseForestParameters({ ...PARAMETERS, ...wrong }), TypeError);
  }
});
