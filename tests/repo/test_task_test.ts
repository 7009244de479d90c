import assert from "node:assert/strict";
import { captureDeno } from "../../tasks/process.ts";
import { tempDir } from "../support/temp_dir.ts";

/** Exit code and last line of `deno task test` on one test file. */
async function runTestTask(source: string): Promise<[code: number, lastLine: string | undefined]> {
  await using dir = await tempDir();
  await dir.write({ "a_test.ts": source });
  // The task knows the clone by itself; what is typed counts from where it is typed.
  const { code, stdout } = await captureDeno(["task", "-q", "test", "a_test.ts"], {
    env: { INIT_CWD: dir.path },
  });
  return [code, stdout.trimEnd().split("\n").at(-1)];
}

const PASSES = 'Deno.test("passes", () => {});\n';

for (
  const [what, source, expected] of [
    ["passing tests", PASSES, [0, "1 passed, 0 failed"]],
    ["a failing test", `${PASSES}Deno.test("fails", () => { throw new Error("x"); });\n`, [
      1,
      "1 passed, 1 failed",
    ]],
    ["an ignored test", `${PASSES}Deno.test({ name: "waits", ignore: Boolean(1), fn() {} });\n`, [
      0,
      "1 passed, 0 failed, 1 skipped",
    ]],
    ["a leaking test", `Deno.test("leaks", () => { setTimeout(() => {}, 9); });\n`, [
      1,
      "0 passed, 1 failed",
    ]],
    ["a module that throws", `${PASSES}throw new Error("x");\n`, [1, "0 passed, 1 failed"]],
    ["a type error", `${PASSES}export const x: string = 1;\n`, [1, "0 passed, 1 failed"]],
  ] satisfies [string, string, [number, string]][]
) {
  Deno.test(`deno task test closes with the count of ${what}`, async () => {
    assert.deepEqual(await runTestTask(source), expected);
  });
}
