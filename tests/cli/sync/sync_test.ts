import assert from "node:assert/strict";
import { runCli } from "../../../cli/run_cli.ts";
import { logMetric, withRun } from "../../../mod.ts";
import { Database } from "../../../lib/tracking/embedded/database.ts";
import { fakeCli } from "../../support/fake_cli.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

const NOBODY = "http://127.0.0.1:59999";

Deno.test("kedge sync --status names the command that goes on, with the server where it is not the configured one", async () => {
  await using dir = await waiting();

  const own = await kedge(dir, ["sync", "--status"], {
    MLFLOW_TRACKING_URI: `http://ada:hunter2@127.0.0.1:59999/`,
  });
  const other = await kedge(dir, ["sync", "--status"], { MLFLOW_TRACKING_URI: "http://localhost:59998" });
  const none = await kedge(dir, ["sync", "--status"]);

  assert.deepEqual([own.code, other.code, none.code], [0, 0, 0]);
  assert.match(own.stdout, /\n {2}go on {5}.* sync\n$/);
  assert.match(other.stdout, /\n {2}go on {5}.* sync --to http:\/\/127\.0\.0\.1:59999\n$/);
  assert.equal(none.stdout, other.stdout);
});

Deno.test("kedge sync --status names a run that was refused as a whole, and how it is sent again", async () => {
  await using dir = await waiting();
  {
    using database = new Database(dir.join(".kedge/runs.db"), { readOnly: false, busyTimeout: 5000 });
    database.run("UPDATE replica_changes SET problem = 'no such luck' WHERE kind = 'run'");
  }

  const { stdout } = await kedge(dir, ["sync", "--status"], { MLFLOW_TRACKING_URI: NOBODY });

  assert.match(stdout, /\n {2}refused {3}run first: no such luck\n/);
  assert.match(stdout, /\n {2}go on {5}.* sync --retry\n$/);
});

Deno.test("kedge sync refuses an address of no server, without its password", async () => {
  await using dir = await waiting();

  const { code, stderr } = await kedge(dir, ["sync", "--to", "ftp://ada:hunter2@host"]);

  assert.equal(code, 2);
  assert.equal(stderr, '✗ Cannot copy to "ftp://***@host": it must be an http or https URL\n');
});

async function waiting(): Promise<TempDir> {
  const dir = await tempDir();
  await dir.write({
    "kedge.ts": `import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const first = node({ name: "first", inputs: "params:n", outputs: "m", run: (n: number) => n });
export default defineProject({ name: "birds", pipelines: { __default__: pipeline([first]) } });
`,
  });
  await withRun({ directory: dir.path, name: "first", trackingUri: NOBODY, flushSeconds: 0 }, () => {
    logMetric("loss", 1);
  });
  return dir;
}

async function kedge(
  dir: TempDir,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const cli = fakeCli({ args: [...args], cwd: dir.path, env });
  return { code: await runCli(cli.context), stdout: cli.stdout(), stderr: cli.stderr() };
}
