import assert from "node:assert/strict";
import { captureDeno } from "../../tasks/process.ts";
import { tempDir } from "../support/temp_dir.ts";

const NODES = [{ name: "one", inputs: "a", outputs: "b" }];
const RIGHT = { nodes: ["one"], groups: [["one"]], inputs: ["a"], outputs: ["b"], datasets: ["a", "b"] };

Deno.test("deno task vectors counts each area, shows what failed and closes with the totals", async () => {
  await using dir = await tempDir();
  const cases = [
    { id: "X1", theme: "t", title: "a right case", input: { nodes: NODES, steps: [] }, expected: RIGHT },
    {
      id: "X2",
      theme: "t",
      title: "a wrong case",
      input: { nodes: NODES, steps: [] },
      expected: { ...RIGHT, inputs: [] },
    },
  ];
  await dir.write({
    "cases/pipelines.json": JSON.stringify({ area: "pipelines", cases }),
    "cases/attic.json": JSON.stringify({ area: "attic", cases }),
  });

  const { code, stdout, stderr } = await captureDeno(["task", "-q", "vectors", "cases"], {
    env: { INIT_CWD: dir.path },
  });

  assert.equal(stdout, "attic not built\npipelines 1/2\n1 passed, 1 failed\n");
  assert.equal(stderr, '✗ pipelines X2  a wrong case\n    result.inputs: wanted [], found [ "a" ]\n');
  assert.equal(code, 1);
});

Deno.test("deno task vectors refuses a folder without cases", async () => {
  await using dir = await tempDir();

  const { code, stdout, stderr } = await captureDeno(["task", "-q", "vectors", "nowhere"], {
    env: { INIT_CWD: dir.path },
  });

  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /^There are no cases in ".*nowhere"/);
});
