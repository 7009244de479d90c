import assert from "node:assert/strict";
import { formatUserError } from "../../cli/format_error.ts";
import { createStyle } from "../../cli/format/style.ts";
import { node } from "../../mod.ts";

const options = { style: createStyle(false), root: undefined };

Deno.test("a mistake that stands nowhere in a file is told with what it is about", () => {
  let thrown: unknown;
  try {
    node({ name: "train", run: () => {} });
  } catch (error) {
    thrown = error;
  }

  assert.ok(thrown instanceof Error);
  assert.deepEqual(formatUserError(thrown, options), [
    '✗ Cannot make node "train"',
    "  It needs inputs or outputs: found neither",
  ]);
});
