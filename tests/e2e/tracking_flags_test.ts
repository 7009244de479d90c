import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { kedge } from "../support/kedge.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

async function birds(mlflow: string): Promise<TempDir> {
  const dir = await tempDir();
  await dir.write({
    "kedge.ts": `import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const one = node({ name: "one", inputs: "params:n", outputs: "x", run: (n: number) => n });
const two = node({ name: "two", inputs: "params:m", outputs: "y", run: (m: number) => m });
export default defineProject({ name: "birds", pipelines: { __default__: pipeline([one, two]) } });
`,
    "conf/base/parameters.yml": "n: 1\nm: 2\n",
    "conf/prod/parameters.yml": "n: 3\n",
    "conf/base/mlflow.yml": mlflow,
  });
  return dir;
}

Deno.test("kedge run with the URI of a server that is away runs, says what waits, and with --no-track asks nobody", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const uri = `http://127.0.0.1:${listener.addr.port}`;
  listener.close();
  await using dir = await birds(`server:\n  mlflow_tracking_uri: ${uri}\n`);

  const tracked = await kedge(dir.path, ["run"]);
  const untracked = await kedge(dir.path, ["run", "--no-track"]);

  assert.equal(tracked.code, 0, tracked.stderr);
  assert.match(
    tracked.stdout,
    /server {4}http:\/\/127\.0\.0\.1:\d+[ ·\n]+\d+ values wait: .*Connection refused/,
  );
  assert.match(tracked.stdout, /copy {6}.* sync\n/);
  assert.equal(untracked.code, 0, untracked.stderr);
  assert.match(untracked.stderr, /not recorded/);
  assert.doesNotMatch(untracked.stdout, /127\.0\.0\.1/);
});

Deno.test("kedge run says in a line that the URI of a folder means .kedge, with the command that imports it", async () => {
  await using dir = await birds("server: {mlflow_tracking_uri: mlruns}\n");

  const { code, stderr } = await kedge(dir.path, ["run"], { KEDGE_COMMAND: "deno task kedge" });

  assert.equal(code, 0, stderr);
  const lines = stderr.split("\n").filter((line) => line.startsWith("!"));
  assert.deepEqual(lines, [
    '! conf/base/mlflow.yml:1  Runs are recorded in .kedge. server.mlflow_tracking_uri is "mlruns": ' +
    'what is there stays as it is, and "deno task kedge runs import mlruns" copies its runs',
  ]);
});

Deno.test("kedge run --run-key and KEDGE_RUN_KEY make one run of two processes, --run-id goes on with it", async () => {
  await using dir = await birds("");

  const first = await kedge(dir.path, ["run", "--nodes", "one", "--run-key", "job"]);
  const second = await kedge(dir.path, ["run", "--nodes", "two"], { KEDGE_RUN_KEY: "job" });

  assert.deepEqual([first.code, second.code], [0, 0], `${first.stderr}${second.stderr}`);
  await using store = openEmbeddedStore(dir.path);
  const { items: [run, ...others] } = await store.searchRuns();
  assert.deepEqual([others, run?.params, run?.info.status], [[], { n: "1", m: "2" }, "FINISHED"]);
  const third = await kedge(dir.path, ["run", "--run-id", run?.info.runId ?? "", "--params", "n=9"]);
  assert.equal(third.code, 1);
  assert.match(third.stderr, /Cannot log param "n" of run "__default__" with value "9": .* its value is "1"/);
});

Deno.test("kedge run records a command that does the same again, with the variables that chose something", async () => {
  await using dir = await birds("");

  const { code, stderr } = await kedge(dir.path, ["run", "--params", "n=5,token=hunter2x"], {
    KEDGE_COMMAND: "deno task kedge",
    KEDGE_ENV: "prod",
    MLFLOW_EXPERIMENT_NAME: "my birds",
  });

  assert.equal(code, 2, "token is no parameter");
  assert.ok(!stderr.includes("hunter2x"));
  await kedge(dir.path, ["run", "--params", "n=5"], {
    KEDGE_COMMAND: "deno task kedge",
    KEDGE_ENV: "prod",
    MLFLOW_EXPERIMENT_NAME: "my birds",
  });
  await using store = openEmbeddedStore(dir.path);
  const { items: [run] } = await store.searchRuns();
  assert.equal(
    run?.tags["kedge.command"],
    "KEDGE_ENV=prod MLFLOW_EXPERIMENT_NAME='my birds' deno task kedge run --params n=5",
  );
  assert.equal(run?.tags["runtime_params"], '{"n":5}');
  assert.equal((await store.getExperiment(run?.info.experimentId ?? ""))?.name, "my birds");
});
