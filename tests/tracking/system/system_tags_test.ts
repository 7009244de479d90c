import assert from "node:assert/strict";
import { userInfo } from "node:os";
import { fileURLToPath } from "node:url";
import { VERSION } from "../../../lib/core/version.ts";
import { capture, captureDeno, ROOT } from "../../../tasks/process.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

const CHILD = fileURLToPath(new URL("../children/print_tags.ts", import.meta.url));

Deno.test("startRun() records user, source, command, versions and the state of git", async () => {
  await using dir = await repository();
  const secret = ["--params", "db.password=hunter2"];

  const tags = await tagsOf(dir, ["-A"], secret);

  assert.match(tags["mlflow.runName"] ?? "", /^[a-z]+-[a-z]+-\d+$/);
  assert.equal(tags["mlflow.user"], "ada");
  assert.equal(tags["mlflow.source.name"], CHILD);
  assert.equal(tags["mlflow.source.type"], "LOCAL");
  assert.match(tags["mlflow.source.git.commit"] ?? "", /^[0-9a-f]{40}$/);
  assert.equal(tags["mlflow.source.git.branch"], "main");
  assert.equal(tags["mlflow.source.git.dirty"], "false");
  assert.equal(tags["kedge.version"], VERSION);
  assert.equal(tags["kedge.deno"], Deno.version.deno);
  assert.equal(tags["kedge.command"], `${CHILD} ${dir.path} --params 'db.password=***'`);
});

Deno.test("startRun() records that files differ from the commit", async () => {
  await using dir = await repository();
  await dir.write({ "file.txt": "changed" });

  const tags = await tagsOf(dir, ["-A"]);

  assert.equal(tags["mlflow.source.git.dirty"], "true");
});

Deno.test("startRun() leaves out what it may not know, and asks for nothing", async () => {
  await using dir = await repository();
  const store = dir.join(".kedge");
  const minimal = [`--allow-read=${store},${ROOT}`, `--allow-write=${store}`];

  const tags = await tagsOf(dir, minimal);

  assert.deepEqual(Object.keys(tags).sort(), [
    "kedge.command",
    "kedge.deno",
    "kedge.version",
    "mlflow.runName",
    "mlflow.source.name",
    "mlflow.source.type",
  ]);
});

Deno.test("startRun() records the user of the account where no variable names one", async () => {
  await using dir = await repository();
  const nameless = { USER: "", LOGNAME: "", USERNAME: "" };

  const tags = await tagsOf(dir, ["-A"], [], nameless);

  assert.equal(tags["mlflow.user"], userInfo().username);
});

Deno.test("startRun() reads the commit without starting git when only that is permitted", async () => {
  await using dir = await repository();

  const tags = await tagsOf(dir, ["--allow-read", `--allow-write=${dir.join(".kedge")}`, "--allow-env=USER"]);

  assert.match(tags["mlflow.source.git.commit"] ?? "", /^[0-9a-f]{40}$/);
  assert.equal(tags["mlflow.source.git.dirty"], undefined);
  assert.equal(tags["mlflow.user"], "ada");
});

Deno.test("startRun() runs where git is permitted and not installed", async () => {
  await using dir = await repository();

  const tags = await tagsOf(dir, ["-A"], [], { PATH: dir.path });

  assert.match(tags["mlflow.source.git.commit"] ?? "", /^[0-9a-f]{40}$/);
  assert.equal(tags["mlflow.source.git.dirty"], undefined);
});

async function repository(): Promise<TempDir> {
  const dir = await tempDir();
  await dir.write({ "file.txt": "hello" });
  const run = async (...args: readonly string[]) => {
    const { code, stderr } = await capture("git", args, { cwd: dir.path });
    assert.equal(code, 0, stderr);
  };
  await run("init", "-q", "-b", "main");
  await run("add", ".");
  await run("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-qm", "first");
  return dir;
}

async function tagsOf(
  dir: TempDir,
  flags: readonly string[],
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Readonly<Record<string, string>>> {
  const { code, stdout, stderr } = await captureDeno(
    ["run", "--no-prompt", ...flags, CHILD, dir.path, ...args],
    { cwd: dir.path, env: { USER: "ada", ...env } },
  );
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}
