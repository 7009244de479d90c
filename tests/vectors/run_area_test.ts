import assert from "node:assert/strict";
import type { VectorCase } from "./case.ts";
import { runCase } from "./run_area.ts";

const EXPECTS_VALUE: VectorCase = {
  id: "A1",
  theme: "t",
  title: "a value",
  input: 1,
  expected: { value: 1 },
};
const EXPECTS_ERROR: VectorCase = {
  id: "A2",
  theme: "t",
  title: "an error",
  input: 1,
  error: { mentions: ["x"] },
};

Deno.test("runCase() hands over the input and compares the result", async () => {
  const run = (value: unknown) => Promise.resolve({ value });

  assert.deepEqual(await runCase(EXPECTS_VALUE, { run }), []);
  assert.deepEqual(await runCase({ ...EXPECTS_VALUE, input: 2 }, { run }), [
    "result.value: wanted 1, found 2",
  ]);
});

Deno.test("runCase() wants a failure where the case has an error", async () => {
  const fail = (message: string) => ({ run: () => Promise.reject(new Error(message)) });

  assert.deepEqual(await runCase(EXPECTS_ERROR, fail("no x here")), []);
  assert.deepEqual(await runCase(EXPECTS_ERROR, fail("no y here")), ['error: "x" is not in "no y here"']);
  assert.deepEqual(await runCase(EXPECTS_ERROR, { run: () => "x" }), [
    'error: wanted an error, found { result: "x" }',
  ]);
});

Deno.test("runCase() reports a failure where the case expects a value", async () => {
  const [problem] = await runCase(EXPECTS_VALUE, { run: () => Promise.reject(new Error("boom")) });

  assert.match(problem ?? "", /wanted a value, but it failed: Error: boom/);
});

Deno.test("runCase() lets an area compare in its own way", async () => {
  const runner = { run: () => 0, compare: () => ["never right"] };

  assert.deepEqual(await runCase(EXPECTS_VALUE, runner), ["never right"]);
});
