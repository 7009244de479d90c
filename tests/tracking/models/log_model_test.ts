import assert from "node:assert/strict";
import { runInScope } from "../../../lib/core/run_context.ts";
import type { Store } from "../../../lib/stores/store.ts";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { logMetric } from "../../../lib/tracking/logging/log_entries.ts";
import { logModel } from "../../../lib/tracking/logging/log_model.ts";
import { withRun } from "../../../lib/tracking/logging/with_run.ts";
import type { ModelFlavor } from "../../../lib/tracking/models/flavor.ts";
import { jsonFlavor } from "../../../lib/tracking/models/json_flavor.ts";
import { readModel } from "../../../lib/tracking/models/read_model.ts";
import { load } from "../../../lib/deps/js_yaml.ts";
import { leaveRuns } from "../../support/tracked_catalog.ts";
import { tempDir } from "../../support/temp_dir.ts";

class Mean {
  constructor(readonly value: number) {}
  toJSON(): unknown {
    return { value: this.value };
  }
  static load({ value }: { readonly value: number }): Mean {
    return new Mean(value);
  }
}

const CYCLE: { self?: unknown } = {};
CYCLE.self = CYCLE;

const CASES: readonly (readonly [flavor: string, model: unknown])[] = [
  ["json", { weights: [0.5, 2], bias: null, names: ["é"] }],
  ["v8", new Map<unknown, unknown>([["when", new Date(5)], [1n, new Set([new Float32Array([1, 2])])]])],
  ["v8", CYCLE],
  ["onnx", new Uint8Array([8, 9, 10])],
];

Deno.test("logModel() stores nothing in an untracked run, and is refused outside of one", async () => {
  leaveRuns();
  const logged = await runInScope(
    { run: undefined, node: "train", signal: undefined },
    () => logModel(1, { name: "m" }),
  );

  assert.equal(logged, undefined);
  await assert.rejects(logModel(1, { name: "m" }), /^TrackingError: Cannot call logModel\(\) outside a run/);
});

for (const [flavor, model] of CASES) {
  Deno.test(`a model of flavor ${flavor} (${Object.prototype.toString.call(model)}) comes back as it was`, async () => {
    await using dir = await tempDir();

    const logged = await withRun({ directory: dir.path }, () => logModel(model, { name: "m", flavor }));

    await using store = openEmbeddedStore(dir.path);
    assert.deepEqual(await readModel(store, logged?.uri ?? ""), model);
  });
}

Deno.test("a logged model has its run, params, tags and the metrics of its step", async () => {
  await using dir = await tempDir();

  const { run, logged } = await withRun({ directory: dir.path }, async (run) => {
    logMetric("loss", 0.5, { step: 1 });
    logMetric("loss", 0.4, { step: 2 });
    const logged = await logModel([1], {
      name: "forest",
      modelType: "classifier",
      params: { trees: 100, depth: { max: 2 } },
      tags: { reviewed: true },
      step: 2,
    });
    return { run, logged };
  });

  await using store = openEmbeddedStore(dir.path);
  const model = await store.getLoggedModel(logged?.modelId ?? "");
  assert.equal(model?.sourceRunId, run.id);
  assert.deepEqual([model.status, model.modelType], ["READY", "classifier"]);
  assert.deepEqual(model.params, { depth: '{"max":2}', trees: "100" });
  const { reviewed, ...origin } = model.tags;
  assert.equal(reviewed, "true");
  assert.deepEqual(Object.keys(origin).sort(), ["mlflow.source.name", "mlflow.source.type", "mlflow.user"]);
  const made = await store.getRun(run.id);
  assert.deepEqual(Object.entries(origin).filter(([key, value]) => made?.tags[key] !== value), []);
  assert.deepEqual(model.metrics.map(({ key, value, step }) => [key, value, step]), [["loss", 0.4, 2]]);
  assert.deepEqual(await store.getRunModels(run.id), [{ modelId: model.modelId, role: "output", step: 2 }]);
});

Deno.test("each model logged with a registered name is its next version", async () => {
  await using dir = await tempDir();

  const versions = await withRun({ directory: dir.path }, async () => {
    const options = { name: "forest", registeredModelName: "birds" };
    return [await logModel(1, options), await logModel(2, options)].map((logged) => logged?.version);
  });

  assert.deepEqual(versions, ["1", "2"]);
  await using store = openEmbeddedStore(dir.path);
  assert.equal(await readModel(store, "models:/birds/latest"), 2);
  assert.equal(await readModel(store, "models:/birds/1"), 1);
});

Deno.test("a class with toJSON() and a static load() is kept by jsonFlavor(), and by json alone it is refused", async () => {
  await using dir = await tempDir();
  const flavor = jsonFlavor(Mean);

  const uri = await withRun({ directory: dir.path }, async () => {
    await assert.rejects(
      logModel(new Mean(3), { name: "mean" }),
      /^TypeError: A model of class Mean is more than plain data.*jsonFlavor\(Mean\).*#Mean$/,
    );
    return (await logModel(new Mean(3), { name: "mean", flavor }))?.uri ?? "";
  });

  await using store = openEmbeddedStore(dir.path);
  const model = await readModel(store, uri, { flavor });
  assert.ok(model instanceof Mean);
  assert.equal(model.value, 3);
  await assert.rejects(
    readModel(store, uri),
    /^ModelError: Cannot read model "mean" \(m-[0-9a-f]{32}\): it is an instance of Mean; give jsonFlavor\(Mean\)/,
  );
  await assert.rejects(readModel(store, uri, { flavor: "v8" }), /it was saved as "json", not as "v8"$/);
});

Deno.test("MLmodel says in MLflow's words what a model is", async () => {
  await using dir = await tempDir();
  const signature = { inputs: [{ name: "mass", type: "double" }], outputs: [{ type: "string" }] };

  const { run, logged } = await withRun({ directory: dir.path }, async (run) => ({
    run,
    logged: await logModel(new Uint8Array([1, 2, 3]), {
      name: "net",
      flavor: "onnx",
      signature,
      metadata: { team: "birds" },
    }),
  }));

  await using store = openEmbeddedStore(dir.path);
  const id = logged?.modelId ?? "";
  const files = (await store.listModelArtifacts(id)).map(({ path }) => path);
  assert.deepEqual(files, ["MLmodel", "model.onnx", "requirements.txt"]);
  const text = await new Response(await store.readModelArtifact(id, "MLmodel")).text();
  const data = load(text) as Record<string, unknown>;
  assert.equal(data["model_id"], id);
  assert.equal(data["model_uuid"], id);
  assert.equal(data["run_id"], run.id);
  assert.equal(data["artifact_path"], (await store.getLoggedModel(id))?.artifactUri);
  assert.deepEqual(data["metadata"], { team: "birds" });
  assert.deepEqual(data["signature"], {
    inputs: '[{"name":"mass","type":"double"}]',
    outputs: '[{"type":"string"}]',
    params: null,
  });
  assert.match(String(data["utc_time_created"]), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/);
  const flavors = data["flavors"] as Record<string, Record<string, unknown>>;
  assert.deepEqual(Object.keys(flavors), ["onnx", "python_function", "kedge"]);
  assert.equal(flavors["onnx"]?.["data"], "model.onnx");
  assert.equal(flavors["python_function"]?.["loader_module"], "mlflow.onnx");
  assert.equal(flavors["kedge"]?.["flavor"], "onnx");
});

Deno.test("a model whose files cannot be stored is marked as failed, with the reason", async () => {
  await using dir = await tempDir();
  const flavor: ModelFlavor<unknown> = {
    name: "broken",
    save: async (_model: unknown, store: Store) => {
      await store.write("half", new Uint8Array(1));
      throw new RangeError("Out of penguins");
    },
    load: () => 1,
  };

  await withRun(
    { directory: dir.path },
    () => assert.rejects(logModel(1, { name: "m", flavor, registeredModelName: "birds" }), /Out of penguins/),
  );

  await using store = openEmbeddedStore(dir.path);
  const { items: [model] } = await store.searchLoggedModels();
  assert.deepEqual([model?.status, model?.statusMessage], ["UPLOAD_FAILED", "Out of penguins"]);
  assert.equal(await store.getRegisteredModel("birds"), undefined);
  await assert.rejects(readModel(store, `models:/${model?.modelId}`), /it has no file "MLmodel"$/);
});

for (
  const [flavor, model, sentence] of [
    ["v8", { a: () => 1 }, /^TypeError: Structured clone does not keep all of it: .* could not be cloned$/],
    ["v8", { a: [new Mean(1)] }, /^TypeError: An instance of Mean would lose its class/],
    ["v8", new Map([[{ m: new Mean(1) }, 1]]), /^TypeError: An instance of Mean would lose its class/],
    ["onnx", "bytes", /^TypeError: An ONNX model is its bytes \(a Uint8Array\): found "bytes"$/],
    ["onnx", new Uint8Array(), /^TypeError: An ONNX model is its bytes \(a Uint8Array\): found none$/],
    ["json", { f: () => 1 }, /JSON/],
    ["jsn", 1, /^ModelError: Cannot find flavor "jsn": no such flavor.*[Dd]id you mean "json"/],
    [
      "mlflow.sklearn",
      1,
      /^ModelError: Flavor "mlflow.sklearn" is one of Python and cannot be used here: use json, v8, onnx or a module such as/,
    ],
    ["../up.ts", 1, /^ConfigError: Cannot load module "..\/up.ts"/],
  ] as const
) {
  Deno.test(`logModel() refuses flavor ${flavor} for ${Object.prototype.toString.call(model)}`, async () => {
    await using dir = await tempDir();

    await withRun(
      { directory: dir.path },
      () => assert.rejects(logModel(model, { name: "m", flavor }), sentence),
    );
  });
}
