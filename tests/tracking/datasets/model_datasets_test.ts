import assert from "node:assert/strict";
import { readModel } from "../../../lib/tracking/models/read_model.ts";
import { trackedFolder, untracked } from "../../support/tracked_catalog.ts";

const TRACKING = "MlflowModelTrackingDataset";
const LOCAL = "MlflowModelLocalFileSystemDataset";
const REGISTRY = "MlflowModelRegistryDataset";

const FOREST = `
export class Forest {
  constructor(trees) { this.trees = trees; }
  toJSON() { return { trees: this.trees }; }
  static load({ trees }) { return new Forest(trees); }
  vote() { return this.trees * 2; }
}
export default {
  name: "text",
  save: (model, store) => store.write("model.txt", new TextEncoder().encode(model)).then(() => {}),
  load: async (store) => await new Response(await store.read("model.txt")).text(),
};
`;

Deno.test("a saved model is logged to the run, and loaded is the one that was saved last", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ "team.forest": { type: TRACKING, flavor: "json" } });

  let loaded: unknown;
  const run = await folder.inRun("first", async () => {
    await catalog.save("team.forest", { trees: 1 });
    await catalog.save("team.forest", { trees: 2 });
    loaded = await catalog.load("team.forest");
  });

  assert.deepEqual(loaded, { trees: 2 });
  const models = await folder.store.getRunModels(run.id);
  assert.equal(models.length, 2);
  assert.equal((await folder.store.getLoggedModel(models[0]!.modelId))?.name, "team_forest");
});

Deno.test("save_args name a model, describe it and register it", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({
    forest: {
      type: "kedro_mlflow.io.models.MlflowModelTrackingDataset",
      flavor: "v8",
      save_args: {
        name: "wood",
        registered_model_name: "birds",
        model_type: "classifier",
        params: { trees: 3 },
        tags: { team: "birds" },
        metadata: { from: ["penguins"] },
      },
    },
  });

  await folder.inRun("first", () => catalog.save("forest", new Set([1])));

  const { items: [model] } = await folder.store.searchLoggedModels();
  assert.deepEqual([model?.name, model?.modelType, model?.params], ["wood", "classifier", { trees: "3" }]);
  assert.equal(model?.tags["team"], "birds");
  assert.deepEqual(await readModel(folder.store, "models:/birds/1"), new Set([1]));
});

Deno.test("load_args.model_uri loads one model, run_id the one of a run, and neither takes what is saved", async () => {
  await using folder = await trackedFolder();
  const entry = { type: TRACKING, flavor: "json" };
  const catalog = folder.catalog({ forest: entry });
  const first = await folder.inRun("first", () => catalog.save("forest", 1));
  await folder.inRun("second", () => catalog.save("forest", 2));
  const [model] = await folder.store.getRunModels(first.id);
  const others = folder.catalog({
    by_uri: { ...entry, load_args: { model_uri: `models:/${model?.modelId}` } },
    by_run: { ...entry, run_id: "first", artifact_path: "forest" },
  });

  assert.equal(await others.load("by_uri"), 1);
  assert.equal(await others.load("by_run"), 1);
  assert.equal(await others.exists("by_run"), true);
  assert.equal(await catalog.load("forest"), 2);
  await folder.inRun("third", async () => {
    await assert.rejects(
      others.save("by_uri", 3),
      /impossible to save a model when load_args.model_uri is given/,
    );
    await assert.rejects(others.save("by_run", 3), /impossible to save a model when run_id is given/);
  });
});

Deno.test("another process that shares the run loads its model by the name", async () => {
  await using folder = await trackedFolder();
  const entries = { forest: { type: TRACKING, flavor: "json" } };

  let loaded: unknown;
  await folder.inRun("first", async () => {
    await folder.catalog(entries).save("forest", { trees: 1 });
    loaded = await folder.catalog(entries).load("forest");
  });

  assert.deepEqual(loaded, { trees: 1 });
});

Deno.test("a model that nobody has saved cannot be loaded", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ forest: { type: TRACKING, flavor: "json" } });

  await assert.rejects(
    catalog.load("forest"),
    /to load a model, give load_args.model_uri or run_id, or save one before/,
  );
  await folder.inRun("first", async () => {
    assert.equal(await catalog.exists("forest"), false);
    await assert.rejects(catalog.load("forest"), /run "first" \(\w+\) has no model "forest"$/);
  });
});

Deno.test("in an untracked run a model stays in memory, and nothing is stored", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ forest: { type: TRACKING, flavor: "json" } });
  const model = { trees: 1 };

  await untracked(async () => {
    await catalog.save("forest", model);
    assert.equal(await catalog.load("forest"), model);
  });

  assert.deepEqual((await folder.store.searchLoggedModels()).items, []);
});

Deno.test("a model in a folder is replaced whole, without any run", async () => {
  await using folder = await trackedFolder();
  await folder.dir.write({ "models/forest/left_over.txt": "x" });
  const catalog = folder.catalog({
    forest: { type: LOCAL, filepath: "models/forest", flavor: "json" },
    old: { type: "MlflowModelSaverDataSet", filepath: "models/forest", flavor: "json", log_args: {} },
  });

  assert.equal(await catalog.exists("forest"), false);
  await catalog.save("forest", { trees: 1 });
  await catalog.save("forest", { trees: 2 });

  assert.equal(await catalog.exists("forest"), true);
  assert.deepEqual(await catalog.load("old"), { trees: 2 });
  const names = (await Array.fromAsync(Deno.readDir(folder.dir.join("models/forest")))).map(({ name }) =>
    name
  );
  assert.deepEqual(names.sort(), ["MLmodel", "model.json"]);
  assert.deepEqual((await folder.store.searchRuns()).items, []);
});

Deno.test("a versioned model has a folder for each version, and the newest is loaded", async () => {
  await using folder = await trackedFolder();
  const entry = { type: LOCAL, filepath: "models/forest", flavor: "json", versioned: true };
  const catalog = folder.catalog({ forest: entry });

  await assert.rejects(catalog.load("forest"), /"models\/forest" has no versions/);
  await catalog.save("forest", 1);
  await folder.dir.write({
    "models/forest/2025-01-01T00.00.00.000Z/forest/MLmodel": "flavors: {kedge: {flavor: json}}",
  });
  await folder.dir.write({ "models/forest/2025-01-01T00.00.00.000Z/forest/model.json": "0" });

  assert.equal(await catalog.load("forest"), 1);
  assert.equal(await catalog.load("forest", { version: "2025-01-01T00.00.00.000Z" }), 0);
  const file = folder.dir.join("models/forest/2026-01-02T03.04.05.678Z/forest/MLmodel");
  assert.ok((await Deno.stat(file)).isFile);
  await assert.rejects(catalog.save("forest", 2), /has a version 2026-01-02T03\.04\.05\.678Z already/);
});

for (const versioned of [false, true]) {
  Deno.test(`an artifact dataset logs a model of a folder with all its files (versioned: ${versioned})`, async () => {
    await using folder = await trackedFolder();
    const dataset = { type: LOCAL, filepath: "models/forest", flavor: "json", versioned };
    const entry = { type: "MlflowArtifactDataset", artifact_path: "m", dataset };

    const run = await folder.inRun("first", () => folder.catalog({ forest: entry }).save("forest", [1]));

    assert.deepEqual(Object.keys(await folder.artifacts(run.id)), [
      "m/forest/MLmodel",
      "m/forest/model.json",
    ]);
    assert.deepEqual(await folder.catalog({ forest: { ...entry, run_id: run.id } }).load("forest"), [1]);
    assert.deepEqual(await readModel(folder.store, `runs:/${run.id}/m/forest`), [1]);
  });
}

Deno.test("a registered model is loaded by alias, version, stage or the newest, with the flavour that it has", async () => {
  await using folder = await trackedFolder();
  const { store } = folder;
  const save_args = { registered_model_name: "birds" };
  const logging = folder.catalog({ forest: { type: TRACKING, flavor: "json", save_args } });
  for (const trees of [1, 2, 3]) await folder.inRun(`run-${trees}`, () => logging.save("forest", trees));
  await store.setModelAlias("birds", "champion", "1");
  await store.transitionModelVersionStage("birds", "2", "Staging");
  const catalog = folder.catalog({
    newest: { type: REGISTRY, model_name: "birds" },
    nothing: { type: REGISTRY, model_name: "birds", alias: null, stage_or_version: null, flavor: "json" },
    staging: { type: REGISTRY, model_name: "birds", stage_or_version: "staging" },
    text: { type: REGISTRY, model_name: "birds", stage_or_version: "1" },
    number: { type: REGISTRY, model_name: "birds", stage_or_version: 1 },
    champion: { type: REGISTRY, model_name: "birds", alias: "champion" },
    absent: { type: REGISTRY, model_name: "birds", alias: "challenger" },
  });

  const loaded: unknown[] = [];
  const run = await folder.inRun("reader", async () => {
    for (const name of ["newest", "nothing", "staging", "text", "number", "champion"]) {
      loaded.push(await catalog.load(name));
    }
  });

  assert.deepEqual(loaded, [3, 3, 2, 1, 1, 1]);
  assert.deepEqual((await store.getRunModels(run.id)).map(({ role }) => role), ["input", "input", "input"]);
  assert.deepEqual([await catalog.exists("newest"), await catalog.exists("absent")], [true, false]);
  await assert.rejects(
    catalog.load("absent"),
    /dataset "absent": Model "birds" has no alias "challenger": known are champion$|model "birds" has no alias/,
  );
  await assert.rejects(catalog.save("newest", 1), /it only loads models.*registered_model_name: birds/);
});

Deno.test("a flavour is a module of the project, or a class in it, and is found again by those who read", async () => {
  await using folder = await trackedFolder();
  await folder.dir.write({ "flavors/forest.ts": FOREST });
  const catalog = folder.catalog({
    text: { type: TRACKING, flavor: "./flavors/forest.ts", save_args: { registered_model_name: "texts" } },
    forest: { type: TRACKING, flavor: "./flavors/forest.ts#Forest" },
    registered: { type: REGISTRY, model_name: "texts" },
  });
  const { Forest } = await import(`file://${folder.dir.join("flavors/forest.ts")}`);

  await folder.inRun("first", async () => {
    await catalog.save("text", "hello");
    await catalog.save("forest", new Forest(4));
  });

  assert.equal(await catalog.load("text"), "hello");
  assert.equal(await catalog.load("registered"), "hello");
  assert.equal((await catalog.load("forest") as { vote(): number }).vote(), 8);
});

Deno.test("a flavour of Python hinders only those who use it, and they are told which there are", async () => {
  await using folder = await trackedFolder();

  const catalog = folder.catalog({
    sk: { type: TRACKING, flavor: "mlflow.sklearn" },
    pyfunc: { type: REGISTRY, model_name: "a", flavor: "mlflow.pyfunc", pyfunc_workflow: "python_model" },
    bytes: { type: LOCAL, filepath: "m", flavor: "mlflow.onnx" },
  });

  assert.deepEqual(catalog.check(["bytes"]), []);
  for (const [name, flavor] of [["sk", "mlflow.sklearn"], ["pyfunc", "mlflow.pyfunc"]] as const) {
    assert.deepEqual(catalog.check([name]).map(({ message }) => message), [
      `${name}: flavor "${flavor}" is one of Python and cannot be used here: use json, v8, onnx or a module such as ` +
      "./flavors/forest.ts",
    ]);
  }
});
