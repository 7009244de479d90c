import assert from "node:assert/strict";
import type { BindingOptions } from "../../lib/pipeline/binding.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { eventLog } from "../support/events.ts";
import { fakeCatalog } from "../support/fake_catalog.ts";

const PAIR = ["x", "y"];
const MAP = { left: "x", right: "y" };

const BAD: readonly (readonly [what: string, outputs: BindingOptions, result: unknown, message: string])[] = [
  ["a list too long", PAIR, [1, 2, 3], "The result must be a list of 2 (x, y): found a list of 3"],
  ["a value for a list", PAIR, 7, "The result must be a list of 2 (x, y): found a number"],
  ["an object for a list", PAIR, { x: 1, y: 2 }, "The result must be a list of 2 (x, y): found an object"],
  ["null for a list", PAIR, null, "The result must be a list of 2 (x, y): found null"],
  ["a list for an object", MAP, [1, 2], 'The result must be an object with "left", "right": found a list'],
  ["a text for an object", MAP, "text", 'The result must be an object with "left", "right": found a string'],
  [
    "a missing key",
    MAP,
    { left: 1 },
    'The result must be an object with "left", "right": "right" is missing',
  ],
  [
    "a key too many",
    MAP,
    { left: 1, right: 2, more: 3 },
    'The result must be an object with "left", "right": "more" is not among its outputs',
  ],
  [
    "a misspelt key",
    MAP,
    { left: 1, rihgt: 2 },
    'The result must be an object with "left", "right": "right" is missing; ' +
    '"rihgt" is not among its outputs. Did you mean "right"?',
  ],
  ["nothing", "x", undefined, 'The result must have a value for "x" (null is one): found undefined'],
  [
    "a hole in a list",
    PAIR,
    [1, undefined],
    'The result must have a value for "y" (null is one): found undefined',
  ],
  [
    "a key without value",
    MAP,
    { left: undefined, right: 1 },
    'The result must have a value for "x" (null is one): found undefined',
  ],
];

for (const [what, outputs, value, message] of BAD) {
  Deno.test(`a node that returns ${what} fails and saves nothing`, async () => {
    const log = eventLog("afterNodeRun", "beforeDatasetSaved", "onNodeError");

    const result = await runPipeline(
      pipeline(node({ name: "bad", outputs, run: () => value })),
      fakeCatalog(),
      {
        hooks: [log.hooks],
        throwOnError: false,
      },
    );

    assert.equal((result.error as Error).message, `Node "bad" failed: ${message}`);
    assert.deepEqual(log.events, ["onNodeError bad"]);
  });
}

Deno.test("an object may be an instance, with the outputs as its own fields", async () => {
  class Split {
    left = 1;
    right = 2;
  }

  const { outputs } = await runPipeline(
    pipeline(node({ name: "split", outputs: MAP, run: () => new Split() })),
    fakeCatalog(),
  );

  assert.deepEqual(outputs, { x: 1, y: 2 });
});

Deno.test("what a node without outputs returns is dropped", async () => {
  const quiet = node({ name: "quiet", inputs: "a", run: () => [1, 2, 3] });

  const { status, outputs } = await runPipeline(pipeline(quiet), fakeCatalog({ stored: { a: 1 } }));

  assert.deepEqual([status, outputs], ["finished", {}]);
});
