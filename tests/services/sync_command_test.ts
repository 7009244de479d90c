import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { copiedProject } from "../support/copied_project.ts";
import { kedge } from "../support/kedge.ts";
import { dumpMlflow } from "../support/mlflow_dump.ts";
import { freePort, sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { assertSameOnServer } from "../support/same_on_server.ts";

const mlflow = sharedMlflow();

testWithMlflow(
  "kedge run copies to the server of mlflow.yml, and says in one line that it has all",
  async () => {
    await mlflow().clear();
    await using dir = await copiedProject({
      uri: mlflow().url,
      kedgeFile: "tracking: {run: {nest: pipeline}}",
    });

    const { code, stdout } = await kedge(dir.path, ["run"]);

    assert.equal(code, 0, stdout);
    assert.match(stdout, new RegExp(`\n  server {4}${mlflow().url} has all of it\n`));
    await using store = openEmbeddedStore(dir.path);
    await assertSameOnServer(store, await dumpMlflow(mlflow()));
  },
);

testWithMlflow(
  "kedge run with a server that is away ends well, and kedge sync copies it when it is back",
  async () => {
    await mlflow().clear();
    await using dir = await copiedProject({
      uri: `http://127.0.0.1:${freePort()}`,
      kedgeFile: "tracking: {flush_seconds: 0.2}",
    });

    const run = await kedge(dir.path, ["run"]);
    const status = await kedge(dir.path, ["sync", "--status"]);
    const away = await kedge(dir.path, ["sync", "--json"]);
    await dir.write({ "conf/base/mlflow.yml": `server: {mlflow_tracking_uri: "${mlflow().url}"}` });
    const back = await kedge(dir.path, ["sync", "@latest"]);

    assert.equal(run.code, 0, run.stdout);
    assert.match(
      run.stdout,
      /\n {2}server {4}http:\S+\s+(· )?\d+ values wait: tcp connect error: Connection refused/,
    );
    assert.match(run.stdout, /\n {2}copy {6}.* sync\n/);
    assert.equal(status.code, 0);
    assert.match(status.stdout, /does not have all of 1 run yet\n(.*\n)+.*run +__default__ +\d+ +0\n/);
    assert.equal(away.code, 1);
    assert.match(JSON.parse(away.stdout).reason, /Connection refused/);
    assert.deepEqual([back.code, back.stderr], [0, ""]);
    assert.match(back.stdout, /^✓ http:\S+ has all of 1 run · \d+ values copied now\n$/);
    await using store = openEmbeddedStore(dir.path);
    await assertSameOnServer(store, await dumpMlflow(mlflow()));
  },
);

testWithMlflow(
  "tracking.on_error: fail makes a run fail that is not all on the server; untracked runs ask nobody",
  async () => {
    await using dir = await copiedProject({
      uri: `http://127.0.0.1:${freePort()}`,
      kedgeFile: "tracking: {flush_seconds: 0.1, on_error: fail}",
    });

    const failed = await kedge(dir.path, ["run"]);
    const untracked = await kedge(dir.path, ["run", "--no-track"]);

    assert.equal(failed.code, 1);
    assert.match(failed.stdout, /finished in/);
    assert.match(failed.stdout, /\n {2}server [^]*\s+this counts as failed: tracking\.on_error is fail\n/);
    assert.equal(untracked.code, 0, untracked.stderr);
    assert.ok(!untracked.stdout.includes("server"));
  },
);

testWithMlflow(
  "kedge sync keeps what the server refuses, says why, and sends it again with --retry",
  async () => {
    await mlflow().clear();
    await using dir = await copiedProject({ uri: mlflow().url, artifact: "odd#name.txt" });

    const run = await kedge(dir.path, ["run"]);
    const sync = await kedge(dir.path, ["sync"]);
    const retry = await kedge(dir.path, ["sync", "--retry", "--json"]);

    assert.match(run.stdout, /\n {2}server {4}http:\S+ · 1 value refused\n/);
    assert.equal(sync.code, 1);
    assert.match(
      sync.stdout,
      /\n {2}refused {3}artifact odd#name\.txt of run __default__: .* keeps no name with "#"/,
    );
    assert.match(sync.stdout, /\n {2}go on {5}.* sync --retry\n$/);
    assert.deepEqual(JSON.parse(retry.stdout).unfinished[0].refused.length, 1);
    const [there] = (await dumpMlflow(mlflow())).runs;
    assert.equal(there?.status, "FINISHED");
  },
);

testWithMlflow(
  "kedge sync --to and kedge runs --store need no configuration that can be read, and say so when there is one",
  async () => {
    await mlflow().clear();
    await using dir = await copiedProject({ uri: mlflow().url });
    await dir.write({ "conf/base/mlflow.yml": "" });
    const run = await kedge(dir.path, ["run"]);
    await dir.write({ "conf/base/mlflow.yml": "server: {mlflow_tracking_uri: [" });

    const needed = await kedge(dir.path, ["sync"]);
    const sync = await kedge(dir.path, ["sync", "@latest", "--to", mlflow().url]);
    const list = await kedge(dir.path, ["runs", "list", "--store", mlflow().url]);

    assert.equal(run.code, 0);
    assert.equal(needed.code, 2);
    assert.match(needed.stderr, /mlflow\.yml/);
    assert.equal(sync.code, 0, sync.stderr);
    assert.match(sync.stdout, /has all of 1 run/);
    assert.equal(list.code, 0, list.stderr);
    for (const { stderr } of [sync, list]) {
      assert.match(
        stderr,
        /^! The configuration cannot be read, so the server is reached as MLflow's variables say: .*\n$/,
      );
    }
  },
);
