import assert from "node:assert/strict";
import { kedge } from "../support/kedge.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("kedge run does not exit with 0 when a node ends the process", async () => {
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": `
import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const quit = node({ name: "quit", inputs: [], outputs: "a", run: () => Deno.exit(0) });
export default defineProject({ name: "tiny", pipelines: { __default__: pipeline([quit]) } });
`,
  });

  const { code, stderr } = await kedge(dir.path, ["run"]);

  assert.equal(code, 1);
  assert.match(stderr, /✗ the process ended before the run did\n/);
});
