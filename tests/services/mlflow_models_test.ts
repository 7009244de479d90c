import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { logModel } from "../../lib/tracking/logging/log_model.ts";
import { withRun } from "../../lib/tracking/logging/with_run.ts";
import { readModel } from "../../lib/tracking/models/read_model.ts";
import { runMlflowScript } from "../support/mlflow_python.ts";
import { testWithMlflow } from "../support/mlflow_server.ts";
import { tempDir } from "../support/temp_dir.ts";

testWithMlflow(
  "MLflow reads the MLmodel of every built-in flavour, and predicts with ONNX models that Kedge keeps",
  async () => {
    await using dir = await tempDir();
    await runMlflowScript("make_onnx.py", [dir.join("double.onnx")], { cwd: dir.path });
    const onnx = await Deno.readFile(dir.join("double.onnx"));
    const models: Readonly<Record<string, unknown>> = { json: { weights: [1] }, v8: new Map([[1, 2]]), onnx };
    await using store = openEmbeddedStore(dir.path);

    const logged = await withRun(
      { directory: dir.path },
      () =>
        Promise.all(
          Object.entries(models).map(async ([flavor, model]) => {
            const signature = { inputs: [{ name: "mass", type: "double", required: true }] };
            // That of an ONNX model would be about tensors.
            return await logModel(model, {
              name: flavor,
              flavor,
              metadata: { team: "birds" },
              ...(flavor !== "onnx" && { signature }),
            });
          }),
        ),
    );
    const kept = await Promise.all(logged.map((ref) => store.getLoggedModel(ref?.modelId ?? "")));
    const folders = kept.map((model) => fileURLToPath(model?.artifactUri ?? ""));
    const read = JSON.parse(await runMlflowScript("read_models.py", folders, { cwd: dir.path }));

    const inputs = [{ name: "mass", type: "double", required: true }];
    const flavors = { json: ["kedge"], v8: ["kedge"], onnx: ["kedge", "onnx", "python_function"] };
    assert.deepEqual(
      read.map(({ model_size_bytes: size, ...model }: Record<string, unknown>) => ({
        ...model,
        isSized: Number(size) > 0,
      })),
      Object.entries(flavors).map(([flavor, names], i) => ({
        model_id: kept[i]?.modelId,
        run_id: kept[i]?.sourceRunId,
        flavors: names,
        metadata: { team: "birds" },
        inputs: flavor === "onnx" ? null : inputs,
        predicted: flavor === "onnx" ? [[3], [-4]] : null,
        onnx: flavor === "onnx" ? "double" : false,
        isSized: true,
      })),
    );
    assert.deepEqual(await readModel(store, logged[2]?.uri ?? ""), onnx);
  },
);
