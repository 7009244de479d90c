import assert from "node:assert/strict";
import { captureDeno, type Finished } from "../../tasks/process.ts";
import { copyClone } from "../support/copy_files.ts";

Deno.test("deno task demo works in a fresh clone, and so does every command that it prints", async () => {
  await using clone = await copyClone();
  const task = (...args: readonly string[]): Promise<Finished> =>
    captureDeno(["task", "--quiet", ...args], {
      cwd: clone.path,
      env: { INIT_CWD: clone.path, NO_COLOR: "1" },
    });

  const first = await task("demo");
  const second = await task("demo", "--params", "model.trees=20");
  const failed = await task("demo", "--params", "model.trees=0");

  assert.deepEqual([first.code, second.code, failed.code], [0, 0, 1]);
  const commands = [first, second, failed].flatMap(printedCommands);
  for (const verb of ["runs show", "runs compare", "run "]) {
    assert.ok(commands.some((command) => command.startsWith(`kedge ${verb}`)), verb);
  }
  for (const command of commands) {
    const { code, stdout, stderr } = await task(...command.split(" "));
    // To go on after a failure without mending it fails again.
    assert.equal(code, command.includes("model.trees=0") ? 1 : 0, `${command}\n${stdout}${stderr}`);
  }
});

/** Commands to paste, without `deno task` in front. */
function printedCommands({ stdout, stderr }: Finished): string[] {
  return [...`${stdout}${stderr}`.matchAll(/deno task (kedge .*)/g)].map(([, command = ""]) =>
    command.trim()
  );
}
