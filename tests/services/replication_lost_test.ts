import assert from "node:assert/strict";
import { join } from "node:path";
import { type EmbeddedStore, openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { sync } from "../../lib/tracking/replication/sync.ts";
import { logArtifact, logMetric, logModel, logParams, startRun, withRun } from "../../mod.ts";
import { kedge } from "../support/kedge.ts";
import { dumpMlflow } from "../support/mlflow_dump.ts";
import {
  type MlflowServer,
  runMlflowPython,
  sharedMlflow,
  testWithMlflow,
} from "../support/mlflow_server.ts";
import { assertSameOnServer } from "../support/same_on_server.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

const mlflow = sharedMlflow();

testWithMlflow(
  "kedge sync --retry copies everything again to a server that has lost everything",
  async () => {
    await mlflow().clear();
    await using dir = await recorded();
    await using store = openEmbeddedStore(dir.path);
    await sync(store, { uri: mlflow().url, runs: await ids(store) });
    await mlflow().clear();
    // Others were quicker there: ids of experiments and numbers of versions mean something else now.
    await runMlflowPython(OTHERS, { args: [mlflow().url] });

    const unaware = await sync(store, { uri: mlflow().url });
    const retry = await kedge(dir.path, ["sync", "--retry", "--to", mlflow().url]);

    assert.deepEqual([unaware.sent, unaware.unfinished], [0, []]);
    assert.equal(retry.code, 0, retry.stdout);
    const dump = await dumpMlflow(mlflow());
    await assertSameOnServer(store, dump);
    assert.ok(Object.keys(dump.experiments).includes("birds"));
    const { versions, aliases, tags } = dump.registered["masses"] ?? {};
    assert.deepEqual(versions?.map(({ version }) => version), ["1", "2"]);
    assert.deepEqual([aliases, tags], [{ best: "2" }, { team: "birds" }]);
  },
);

testWithMlflow(
  "a run that was removed for good there is told as one thing, and is made anew by a retry",
  async () => {
    await mlflow().clear();
    await using dir = await recorded();
    await using store = openEmbeddedStore(dir.path);
    const [runId = "", ...others] = await ids(store);
    await sync(store, { uri: mlflow().url, runs: [runId, ...others] });
    await collect(mlflow(), `tags."kedge.run.id" = '${runId}'`);
    store.write(runId, { tags: [["note", "later"]] });

    const refused = await sync(store, { uri: mlflow().url });
    const again = await sync(store, { uri: mlflow().url });
    const told = await kedge(dir.path, ["sync", "--to", mlflow().url]);
    const retry = await sync(store, { uri: mlflow().url, retry: true });

    const [run, ...rest] = refused.unfinished;
    assert.deepEqual([run?.id, rest], [runId, []]);
    assert.deepEqual(run?.refused, [{
      kind: "run",
      key: "",
      reason: "it is not there any more; it is made anew when it is sent again",
    }]);
    assert.equal(again.sent, 0);
    assert.match(told.stdout, /go on {5}.* sync --retry --to http/);
    assert.deepEqual([retry.unfinished, retry.reason], [[], undefined]);
    await assertSameOnServer(store, await dumpMlflow(mlflow()));
  },
);

testWithMlflow("a run that is deleted there, and can be restored, is not made twice by a retry", async () => {
  await mlflow().clear();
  await using dir = await recorded();
  await using store = openEmbeddedStore(dir.path);
  const [runId = "", ...others] = await ids(store);
  await sync(store, { uri: mlflow().url, runs: [runId, ...others] });
  const before = (await dumpMlflow(mlflow())).runs.length;
  await runMlflowPython(DELETE, { args: [mlflow().url, `tags."kedge.run.id" = '${runId}'`] });
  store.write(runId, { tags: [["note", "later"]] });

  const { unfinished } = await sync(store, { uri: mlflow().url, retry: true });

  assert.match(unfinished[0]?.refused[0]?.reason ?? "", /must be in the 'active' state/);
  assert.equal((await dumpMlflow(mlflow())).runs.length, before);
});

testWithMlflow(
  "a run goes to the experiment of its name when that was removed for good and made anew there",
  async () => {
    await mlflow().clear();
    await using dir = await recorded();
    await using store = openEmbeddedStore(dir.path);
    await sync(store, { uri: mlflow().url, runs: await ids(store) });
    await runMlflowPython(DELETE_EXPERIMENT, { args: [mlflow().url, "birds"] });
    await collect(mlflow());

    const runId = await withRun(
      { directory: dir.path, experiment: "birds", trackingUri: null },
      (run) => run.id,
    );
    const { unfinished } = await sync(store, { uri: mlflow().url, runs: [runId] });

    assert.deepEqual(unfinished, []);
    const { runs } = await dumpMlflow(mlflow());
    assert.deepEqual(
      runs.map(({ tags }) => tags["kedge.run.id"]),
      [runId],
    );
  },
);

const OTHERS = `
import sys
import mlflow
mlflow.set_tracking_uri(sys.argv[1])
mlflow.create_experiment("fish")
mlflow.create_experiment("birds of others")
`;

const DELETE = `
import sys
from mlflow import MlflowClient
client = MlflowClient(sys.argv[1])
for experiment in client.search_experiments():
    for run in client.search_runs([experiment.experiment_id], filter_string=sys.argv[2]): client.delete_run(run.info.run_id)
`;

const DELETE_EXPERIMENT = `
import sys
from mlflow import MlflowClient
client = MlflowClient(sys.argv[1])
client.delete_experiment(client.get_experiment_by_name(sys.argv[2]).experiment_id)
`;

const GC = `
import sys
from mlflow.cli import cli
cli(["gc", "--backend-store-uri", sys.argv[1]], standalone_mode=False)
`;

/** Delete runs there, then remove for good what is deleted. */
async function collect(server: MlflowServer, filter?: string): Promise<void> {
  if (filter !== undefined) await runMlflowPython(DELETE, { args: [server.url, filter] });
  const env = { MLFLOW_TRACKING_URI: server.url };
  await runMlflowPython(GC, { args: [`sqlite:///${join(server.folder, "mlflow.db")}`], env });
}

/** A folder with nested runs, models and versions in the experiment "birds". */
async function recorded(): Promise<TempDir> {
  const dir = await tempDir();
  await withRun({ directory: dir.path, experiment: "birds", trackingUri: null }, async (outer) => {
    logParams({ lr: 0.1 });
    for (let step = 0; step < 2500; step++) logMetric("loss", step === 7 ? NaN : 1 / (step + 1), { step });
    await logArtifact(new TextEncoder().encode("hello"), "notes/note.txt");
    for (let i = 0; i < 2; i++) await logModel({ i }, { name: "linear", registeredModelName: "masses" });
    await using store = openEmbeddedStore(dir.path);
    await using inner = await startRun(store, { parentRunId: outer.id, experiment: "birds" });
    inner.write({ params: [["inner", "yes"]] });
    await inner.end("FINISHED");
  });
  await using store = openEmbeddedStore(dir.path);
  await store.setModelAlias("masses", "best", "2");
  await store.setRegisteredModelTag("masses", "team", "birds");
  return dir;
}

async function ids(store: EmbeddedStore): Promise<readonly string[]> {
  const { items } = await store.searchRuns({ lifecycleStage: "all" });
  return items.map(({ info }) => info.runId);
}
