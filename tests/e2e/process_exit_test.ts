import assert from "node:assert/strict";
import { kedge } from "../support/kedge.ts";
import { tempDir } from "../support/temp_dir.ts";

const BACKGROUND = {
  "a promise that nobody awaits": `Promise.reject(new RangeError("lost in the mist"))`,
  "a timer": `setTimeout(() => { throw new RangeError("lost in the mist"); })`,
};

for (const [where, lose] of Object.entries(BACKGROUND)) {
  Deno.test(`an error in ${where} fails the run with that error, though its node never ends`, async () => {
    await using dir = await tempDir();
    await dir.write({
      "kedge.ts": `
import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const stuck = node({ name: "stuck", inputs: [], outputs: "a", run: () => {
  setInterval(() => {}, 10);
  ${lose};
  return new Promise(() => {});
} });
const after = node({ name: "after", inputs: "a", outputs: "b", run: (a: unknown) => a });
export default defineProject({ name: "tiny", pipelines: { __default__: pipeline([stuck, after]) } });
`,
    });

    const { code, stderr } = await kedge(dir.path, ["run"]);
    const { stdout } = await kedge(dir.path, ["runs", "list", "--json"]);

    assert.equal(code, 1, stderr);
    assert.match(stderr, /✗ the run failed: lost in the mist\n/);
    assert.match(stderr, / it was thrown where nothing waits for it, while stuck ran\n {4}at .*kedge\.ts:5:/);
    assert.match(stderr, / {2}stopped {3}stuck\n {2}not run {3}after\n/);
    const [run] = JSON.parse(stdout).runs;
    assert.deepEqual([run.status, run.tags["kedge.error.message"]], ["failed", "lost in the mist"]);
    assert.match(run.tags["kedge.error.stack"], /RangeError: lost in the mist\n.*kedge\.ts:5:/);
  });
}

Deno.test("a node that returns nothing is told without frames of Kedge", async () => {
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": `
import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const forget = node({ name: "forget", inputs: [], outputs: "a", run: () => undefined });
export default defineProject({ name: "tiny", pipelines: { __default__: pipeline([forget]) } });
`,
  });

  const { stderr } = await kedge(dir.path, ["run"]);

  assert.match(stderr, /The result must have a value for "a" \(null is one\): found undefined\n {2}details/);
});

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
