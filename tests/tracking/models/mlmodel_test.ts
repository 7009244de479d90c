import assert from "node:assert/strict";
import { VERSION } from "../../../lib/core/version.ts";
import { mlmodelText, parseMlmodel } from "../../../lib/tracking/models/mlmodel.ts";
import { ONNX_FLAVOR } from "../../../lib/tracking/models/onnx_flavor.ts";
import type { ModelFlavor } from "../../../lib/tracking/models/flavor.ts";

const FIXTURES = new URL("../fixtures/", import.meta.url);

Deno.test("the text of MLmodel is the one that MLflow was seen to read", async () => {
  const text = await mlmodelText(
    { flavor: ONNX_FLAVOR as ModelFlavor, module: undefined },
    {
      modelId: `m-${"1".repeat(32)}`,
      runId: "2".repeat(32),
      artifactUri: "file:///project/.kedge/artifacts/0/models/m-1/artifacts",
      metadata: { yes: "yes", n: 1, when: "2026-01-01" },
      signature: {
        inputs: [{ name: "mass", type: "double", required: true }],
        outputs: [{ type: "string" }],
        params: [{ name: "t", type: "double", default: 1, shape: null }],
      },
      size: 25,
      time: Date.UTC(2026, 10, 28, 8, 19, 37, 265),
    },
  );

  // fixtures/read_mlmodel.py wrote mlmodel_read.json from this file.
  assert.equal(
    text.replace(`kedge_version: ${VERSION}`, "kedge_version: 0.1.0"),
    await Deno.readTextFile(new URL("mlmodel/MLmodel", FIXTURES)),
  );
  const read = JSON.parse(await Deno.readTextFile(new URL("mlmodel_read.json", FIXTURES)));
  assert.deepEqual(read.flavors, ["onnx", "python_function", "kedge"]);
  assert.equal(read.model_id, `m-${"1".repeat(32)}`);
  assert.equal(read.run_id, "2".repeat(32));
  assert.deepEqual(read.metadata, { yes: "yes", n: 1, when: "2026-01-01" });
  assert.deepEqual(read.inputs, [{ type: "double", name: "mass", required: true }]);
  assert.deepEqual(read.outputs, [{ type: "string", required: true }]);
  assert.deepEqual(read.params, [{ name: "t", default: 1, shape: null, type: "double" }]);
});

Deno.test("parseMlmodel() reads what Python wrote: ONNX can be used here, the rest cannot", async () => {
  const parse = (text: string) => parseMlmodel(text, 'model "m"');

  assert.deepEqual(
    await parse(
      "flavors:\n  onnx: {data: model.onnx, onnx_version: 1.17.0}\n  python_function: {loader_module: mlflow.onnx}\n",
    ),
    { flavor: "onnx", module: undefined, className: undefined },
  );
  assert.equal((await parse("flavors: {sklearn: {pickled_model: model.pkl}}")).flavor, undefined);
  await assert.rejects(parse("[1]"), /^ModelError: Cannot read model "m": its MLmodel has no flavors$/);
});
