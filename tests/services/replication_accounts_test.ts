import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { sync } from "../../lib/tracking/replication/sync.ts";
import { copiedProject } from "../support/copied_project.ts";
import { kedge } from "../support/kedge.ts";
import { type MlflowAccounts, startMlflowWithAccounts } from "../support/mlflow_accounts.ts";
import { dumpMlflow } from "../support/mlflow_dump.ts";
import { sharedServer, testWithMlflow } from "../support/mlflow_server.ts";
import { assertSameOnServer } from "../support/same_on_server.ts";

const accounts = sharedServer(startMlflowWithAccounts);
const WRONG = "guessed-wrong";
const IN_TIME = "tracking: {flush_seconds: 1}";

testWithMlflow(
  "runs with a wrong password are kept, and are on the server exactly once when it has been corrected",
  async () => {
    const server = accounts();
    await using dir = await copiedProject({ uri: server.url, credentials: "shared", kedgeFile: IN_TIME });
    await dir.write(login(server, WRONG));

    const warned = await kedge(dir.path, ["run"]);
    await dir.write({ "conf/base/kedge.yml": "tracking: {flush_seconds: 1, on_error: fail}\n" });
    const failed = await kedge(dir.path, ["run"]);
    const locked = await kedge(dir.path, ["sync", "--json"]);
    await dir.write(login(server, server.password));
    await dir.write({ "conf/base/kedge.yml": "tracking: {flush_seconds: 60, on_error: fail}\n" });
    const good = await kedge(dir.path, ["sync"]);
    const next = await kedge(dir.path, ["run"]);

    assert.equal(warned.code, 0, warned.stderr);
    assert.match(warned.stdout, /\n {2}server {4}http:\S+\s+(· )?\d+ values wait/);
    assert.equal(failed.code, 1);
    assert.match(failed.stdout, /finished in/);
    assert.equal(locked.code, 1);
    const { reason, unfinished } = JSON.parse(locked.stdout);
    assert.match(reason, /who asks \(401/);
    assert.equal(unfinished.flatMap(({ refused }: { refused: unknown[] }) => refused).length, 0);
    assert.equal(good.code, 0, good.stdout);
    assert.match(good.stdout, /^✓ http:\S+ has all of 2 runs/);
    assert.equal(next.code, 0, next.stdout);
    await assertAllThere(dir.path, server, 3);
    for (const { stdout, stderr } of [warned, failed, locked, good, next]) {
      assert.doesNotMatch(stdout + stderr, new RegExp(`${WRONG}|${server.password}`));
    }
  },
);

testWithMlflow("runs of somebody who may only read wait until that is put right", async () => {
  const server = accounts();
  await server.clear();
  await using dir = await copiedProject({ uri: server.url, credentials: "shared", kedgeFile: IN_TIME });
  await asAdmin(server, "2.0/mlflow/users/create", { username: "ada", password: "little-grebe-42" });
  await dir.write(login({ username: "ada" }, "little-grebe-42"));
  const experiment = await asAdmin(server, "2.0/mlflow/experiments/create", { name: "birds" });

  const run = await kedge(dir.path, ["run"]);
  await using store = openEmbeddedStore(dir.path);
  const ada = { uri: server.url, variables: variables({ username: "ada" }, "little-grebe-42") };
  const denied = await sync(store, ada);
  await asAdmin(server, "3.0/mlflow/users/permissions/grant", {
    username: "ada",
    resource_type: "experiment",
    resource_id: experiment.experiment_id ?? "",
    permission: "EDIT",
  });
  const report = await sync(store, ada);

  assert.equal(run.code, 0);
  assert.match(run.stdout, /values wait/);
  assert.match(denied.reason ?? "", /\(403/);
  assert.deepEqual(denied.unfinished.flatMap(({ refused }) => refused), []);
  assert.deepEqual([report.unfinished, report.reason], [[], undefined]);
  await assertAllThere(dir.path, server, 1);
});

async function asAdmin(
  { url, username, password }: MlflowAccounts,
  path: string,
  body: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const response = await fetch(`${url}/api/${path}`, {
    method: "POST",
    headers: {
      authorization: `Basic ${btoa(`${username}:${password}`)}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, await response.clone().text());
  return await response.json();
}

function variables({ username }: Pick<MlflowAccounts, "username">, password: string): Record<string, string> {
  return { MLFLOW_TRACKING_USERNAME: username, MLFLOW_TRACKING_PASSWORD: password };
}

// As JSON, which YAML reads too.
function login(user: Pick<MlflowAccounts, "username">, password: string): Record<string, string> {
  return { "conf/local/credentials.yml": JSON.stringify({ shared: variables(user, password) }) };
}

/** The runs of a folder are on the server, and nothing else. */
async function assertAllThere(directory: string, server: MlflowAccounts, count: number): Promise<void> {
  await using store = openEmbeddedStore(directory);
  const dump = await dumpMlflow({ url: server.ownUrl });
  assert.equal(dump.runs.length, count);
  await assertSameOnServer(store, dump);
}
