import assert from "node:assert/strict";
import { checkMlflowFile } from "../../../lib/tracking/settings/mlflow_file.ts";

Deno.test("checkMlflowFile() gives for no file what it gives for a file of empty sections", () => {
  const placeOf = () => undefined;

  const nothing = checkMlflowFile({ data: {}, placeOf });
  const sections = checkMlflowFile({ data: { server: {}, tracking: {}, ui: {} }, placeOf });

  assert.ok("value" in nothing);
  assert.deepEqual(nothing, sections);
});
