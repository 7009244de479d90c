import assert from "node:assert/strict";
import { checkKedgeFile } from "../../../lib/tracking/settings/kedge_file.ts";

Deno.test("checkKedgeFile() gives for no file what it gives for a file of empty sections", () => {
  const placeOf = () => undefined;

  const nothing = checkKedgeFile({ data: {}, placeOf });
  const sections = checkKedgeFile({ data: { tracking: { run: {}, params: {} } }, placeOf });

  assert.ok("value" in nothing);
  assert.deepEqual(nothing, sections);
});
