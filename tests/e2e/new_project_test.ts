import assert from "node:assert/strict";
import { BASE_URL } from "../../lib/core/version.ts";
import { captureDeno, type Finished, ROOT } from "../../tasks/process.ts";
import { serveFiles } from "../../tasks/static_server.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

const ENV = { NO_COLOR: "1", GITHUB_STEP_SUMMARY: "" };

/** From nothing to two compared runs, as a newcomer types it. */
async function walkThrough(
  dir: TempDir,
  main: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly made: Finished; readonly compared: Finished }> {
  const made = await captureDeno(["run", "-A", main, "new", "weather"], {
    cwd: dir.path,
    env: { ...ENV, ...env },
  });
  assert.equal(made.code, 0, made.stderr);
  const task = (...args: readonly string[]): Promise<Finished> => {
    const cwd = dir.join("weather");
    return captureDeno(["task", "--quiet", ...args], { cwd, env: { ...ENV, ...env, INIT_CWD: cwd } });
  };
  const [, ...commands] = printedCommands(made.stdout);
  assert.deepEqual(commands, [
    "deno task kedge run",
    "deno task kedge run --params limit=20",
    "deno task kedge runs compare @latest @previous",
  ]);
  let last = made;
  for (const command of commands) {
    last = await task(...command.split(" ").slice(2));
    assert.equal(last.code, 0, `${command}\n${last.stderr}`);
  }
  const tested = await task("test");
  assert.equal(tested.code, 0, `${tested.stdout}${tested.stderr}`);
  return { made, compared: last };
}

Deno.test("a new project of a clone runs at once, twice, and compares the runs", async () => {
  await using dir = await tempDir();

  const { compared } = await walkThrough(dir, `${ROOT}cli/main.ts`);

  assert.match(compared.stdout, /limit +20 +50/);
  assert.match(compared.stdout, /days +5 +9 +−4 +▼/);
  assert.match(await Deno.readTextFile(dir.join("weather/kedge.ts")), /from "file:\/\/.*\/mod\.ts"/);
});

Deno.test("a new project of a Kedge that was loaded by URL runs at once, with an empty cache", async () => {
  await using dir = await tempDir();
  await using server = serveFiles(ROOT);

  const { compared } = await walkThrough(dir, `${server.url}cli/main.ts`, { DENO_DIR: dir.join("cache") });

  assert.match(compared.stdout, /limit +20 +50/);
  const kedge = await Deno.readTextFile(dir.join("weather/kedge.ts"));
  assert.ok(kedge.includes(`from "${server.url}mod.ts"`));
});

Deno.test("a new project is formatted and has no lint", async () => {
  await using dir = await tempDir();
  await using server = serveFiles(ROOT);
  const cwd = dir.join("weather");

  await captureDeno(["run", "-A", `${server.url}cli/main.ts`, "new", "weather"], { cwd: dir.path, env: ENV });
  const formatted = await captureDeno(["fmt", "--check"], { cwd });
  const linted = await captureDeno(["lint"], { cwd });

  assert.equal(formatted.code, 0, formatted.stderr);
  assert.equal(linted.code, 0, linted.stderr);
});

Deno.test("the CI file of a new project runs what the job needs, from the project alone", async () => {
  await using dir = await tempDir();
  await using server = serveFiles(ROOT);
  await captureDeno(["run", "-A", `${server.url}cli/main.ts`, "new", "weather"], { cwd: dir.path, env: ENV });
  const ci = await Deno.readTextFile(dir.join("weather/.github/workflows/ci.yml"));
  const summary = dir.join("summary.md");

  for (const [, command = ""] of ci.matchAll(/run: npx -y deno@\S+ (.*)/g)) {
    // CI gets the public URL, which this machine does not reach.
    const args = command.replaceAll(BASE_URL, server.url).split(" ").map((word) => word.replaceAll("'", ""));
    const { code, stderr } = await captureDeno(args, {
      cwd: dir.join("weather"),
      env: { ...ENV, GITHUB_STEP_SUMMARY: summary },
    });
    assert.equal(code, 0, `${command}\n${stderr}`);
  }

  const text = await Deno.readTextFile(summary);
  assert.match(text, /^### ✅ weather · run /);
  assert.ok(text.includes('```mermaid\nflowchart LR\n  n0["✓ '), text);
});

function printedCommands(text: string): string[] {
  return text.split("\n\n").at(-1)?.trim().split("\n").map((line) => line.replace(/^ *(next +)?/, "")) ?? [];
}
