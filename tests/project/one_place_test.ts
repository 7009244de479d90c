import assert from "node:assert/strict";
import { defineProject, node, openProject, pipeline, type Run } from "../../mod.ts";
import { ROOT } from "../../tasks/process.ts";
import { tempDir } from "../support/temp_dir.ts";

// The table "One place per action" of docs/tracking.md: an action, the files that say so, and what is recorded of functions
// that know nothing of it.
interface Row {
  readonly files: Readonly<Record<string, string>>;
  readonly check: (
    run: Run,
    kept: { readonly artifacts: readonly string[]; readonly models: readonly string[] },
  ) => void;
}

const ROWS: Readonly<Record<string, Row>> = {
  "set up": {
    files: {
      "mlflow.yml": "tracking: {experiment: {name: e}, run: {name: nightly}}",
      "kedge.yml": "tracking: {run: {description: First try}}",
    },
    check: ({ info, tags }) => {
      assert.deepEqual([info.runName, info.status, tags["mlflow.note.content"]], [
        "nightly",
        "FINISHED",
        "First try",
      ]);
    },
  },
  parameters: {
    files: {
      "mlflow.yml": "tracking: {params: {dict_params: {flatten: true}}}",
      "kedge.yml": "tracking: {params: {exclude: [seed]}}",
    },
    check: ({ params }) => assert.deepEqual(params, { "model.trees": "5" }),
  },
  artifacts: {
    files: {
      "catalog.yml":
        "report: {type: MlflowArtifactDataset, dataset: {type: text, filepath: data/report.txt}}",
    },
    check: (_, { artifacts }) => assert.deepEqual(artifacts, ["report.txt"]),
  },
  models: {
    files: {
      "catalog.yml": "forest: {type: MlflowModelTrackingDataset, flavor: json, save_args: {name: forest}}",
    },
    check: (_, { models }) => assert.deepEqual(models, ["forest READY"]),
  },
  metrics: {
    files: {
      "catalog.yml": "accuracy: {type: MlflowMetricDataset}\nhistory: {type: MlflowMetricHistoryDataset}\n" +
        "training: {type: MlflowMetricsHistoryDataset}\n",
    },
    check: ({ metrics }) => {
      const newest = Object.entries(metrics).map(([key, { value, step }]) => [key, value, step]);
      assert.deepEqual(newest.sort(), [["accuracy", 0.9, 0], ["history", 0.25, 1], [
        "training.loss",
        0.5,
        1,
      ]]);
    },
  },
  tags: {
    files: { "kedge.yml": "tracking: {run: {tags: {team: birds}}}" },
    check: ({ tags }) => assert.equal(tags["team"], "birds"),
  },
};

const train = node({
  name: "train",
  inputs: "params:model",
  outputs: {
    training: "training",
    history: "history",
    accuracy: "accuracy",
    report: "report",
    forest: "forest",
  },
  run: function* (_model: object) {
    yield { training: { loss: 1, step: 0 } };
    yield { training: { loss: 0.5, step: 1 } };
    return { history: [0.5, 0.25], accuracy: 0.9, report: "All is well\n", forest: { trees: [1] } };
  },
});
const definition = defineProject({
  name: "p",
  pipelines: { __default__: pipeline([train]) },
  parameters: { model: { trees: 5, seed: 7 } },
});

for (const [action, { files, check }] of Object.entries(ROWS)) {
  Deno.test(`one place per action: ${action} stand in ${Object.keys(files).join(" and ")}`, async () => {
    await using dir = await tempDir();
    await dir.write(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`conf/base/${name}`, text])),
    );
    await using project = await openProject(definition, { root: dir.path });

    const { runId } = await project.run();

    const store = project.store();
    const run = await store.getRun(runId);
    assert.ok(run !== undefined);
    check(run, {
      artifacts: (await store.listArtifacts(runId)).map(({ path }) => path),
      models: (await store.searchLoggedModels()).items.map(({ name, status }) => `${name} ${status}`),
    });
  });
}

Deno.test("one place per action: each row of the page is tested, and names the files of the test", async () => {
  const page = await Deno.readTextFile(`${ROOT}docs/tracking.md`);
  const table = page.slice(page.indexOf("## One place per action")).split("\n## ")[0] ?? "";
  const lines = table.split("\n").filter((line) => line.startsWith("|")).slice(2);
  const rows = lines.filter((line) => !line.includes("a later version")).map((line) =>
    line.split("|").slice(1, 3).map((cell) => cell.trim())
  );

  assert.deepEqual(
    rows.map(([action, files]) => [action, files?.replaceAll("`", "").split(", ")]),
    Object.entries(ROWS).map(([action, { files }]) => [action, Object.keys(files)]),
  );
});
