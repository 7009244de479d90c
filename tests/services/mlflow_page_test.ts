import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { sync } from "../../lib/tracking/replication/sync.ts";
import {
  type Fields,
  fieldsOf,
  listOf,
  numberOf,
  objectOf,
  recordOf,
  textOf,
} from "../../lib/tracking/mlflow/wire/fields.ts";
import { logMetric, logModel, withRun } from "../../mod.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { tempDir } from "../support/temp_dir.ts";

// The page is a program for browsers; this is what it asks, and the fields that its columns show (MLflow 3.18).

const mlflow = sharedMlflow();

testWithMlflow(
  "what MLflow's page shows of a run is there: name, user, source, times, data, models, kind",
  async () => {
    await using dir = await tempDir();
    const ids = await record(dir.path);
    await using store = openEmbeddedStore(dir.path);
    await sync(store, { uri: mlflow().url, runs: ids });

    const experiment = objectOf(
      await ask("GET", "experiments/get-by-name?experiment_name=birds"),
      "experiment",
    );
    const query = { experiment_ids: [textOf(experiment, "experiment_id")], max_results: 100 };
    const [nested = {}, run = {}] = listOf(await ask("POST", "runs/search", query), "runs");
    const [model = {}] = listOf(await ask("POST", "logged-models/search", query), "models");
    const info = objectOf(run, "info");
    const tags = recordOf(objectOf(run, "data"), "tags");
    const runId = textOf(info, "run_id");
    const filter = encodeURIComponent(`run_id = '${runId}'`);
    const versions = listOf(await ask("GET", `model-versions/search?filter=${filter}`), "model_versions");

    // Without its kind the experiment would be shown as one about language models.
    assert.equal(recordOf(experiment, "tags")["mlflow.experimentKind"], "custom_model_development");
    assert.deepEqual([info["run_name"], tags["mlflow.runName"]], ["shown", "shown"]);
    assert.deepEqual([info["user_id"], tags["mlflow.user"]], ["ada", "ada"]);
    assert.deepEqual([tags["mlflow.source.name"], tags["mlflow.source.type"]], ["birds", "LOCAL"]);
    assert.equal(tags["mlflow.note.content"], "a **note**");
    assert.equal(info["status"], "FINISHED");
    assert.ok(numberOf(info, "start_time") > 1_600_000_000_000);
    assert.ok(numberOf(info, "end_time") >= numberOf(info, "start_time"));
    const [input = {}] = listOf(objectOf(run, "inputs"), "dataset_inputs");
    const dataset = objectOf(input, "dataset");
    assert.deepEqual([dataset["name"], dataset["digest"]], ["raw", "1"]);
    assert.deepEqual(recordOf(input, "tags"), { "mlflow.data.context": "training" });
    const made = objectOf(model, "info");
    const outputs = listOf(objectOf(run, "outputs"), "model_outputs");
    assert.deepEqual(outputs.map((output) => output["model_id"]), [made["model_id"]]);
    assert.deepEqual(
      [made["name"], made["status"], made["source_run_id"]],
      ["linear", "LOGGED_MODEL_READY", runId],
    );
    const origin = recordOf(made, "tags");
    assert.deepEqual([origin["mlflow.user"], origin["mlflow.source.name"]], ["ada", "birds"]);
    assert.deepEqual(JSON.parse(origin["mlflow.modelVersions"] ?? ""), [{ name: "masses", version: 1 }]);
    assert.deepEqual(versions.map((version) => [version["name"], version["version"]]), [["masses", "1"]]);
    // A nested run is shown below the one that it names.
    assert.equal(recordOf(objectOf(nested, "data"), "tags")["mlflow.parentRunId"], runId);
  },
);

async function record(directory: string): Promise<readonly string[]> {
  const options = { directory, experiment: "birds", trackingUri: null, source: "birds" };
  const tags = { "mlflow.user": "ada", "mlflow.note.content": "a **note**" };
  return await withRun({ ...options, name: "shown", tags }, async (run) => {
    logMetric("loss", 1);
    run.recordInput?.({
      ...{ name: "raw", digest: "1", sourceType: "local", source: "{}" },
      ...{ schema: undefined, profile: undefined, uri: undefined },
      context: "training",
    }, undefined);
    await logModel({ weights: [1] }, { name: "linear", registeredModelName: "masses" });
    const nested = await withRun({ ...options, name: "nested" }, ({ id }) => id);
    return [run.id, nested];
  });
}

async function ask(method: string, path: string, body?: unknown): Promise<Fields> {
  const response = await fetch(`${mlflow().url}/api/2.0/mlflow/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...body !== undefined && { body: JSON.stringify(body) },
  });
  return fieldsOf(await response.json());
}
