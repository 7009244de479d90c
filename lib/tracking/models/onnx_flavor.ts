import { toBytes } from "../../core/bytes.ts";
import { describeValue } from "../../core/describe_value.ts";
import type { ModelFlavor } from "./flavor.ts";

const FILE = "model.onnx";

/** The flavour of ONNX models: their bytes, which MLflow loads in Python too. */
export const ONNX_FLAVOR: ModelFlavor<Uint8Array> = {
  name: "onnx",
  // As mlflow.onnx writes them.
  python: {
    onnx: { data: FILE, providers: ["CPUExecutionProvider"], onnx_session_options: null, code: null },
    python_function: { loader_module: "mlflow.onnx", data: FILE },
  },
  async save(model, store): Promise<void> {
    const bytes: unknown = model instanceof ArrayBuffer ? new Uint8Array(model) : model;
    if (!(bytes instanceof Uint8Array) || bytes.length === 0) {
      throw new TypeError(
        `An ONNX model is its bytes (a Uint8Array): found ${
          bytes instanceof Uint8Array ? "none" : describeValue(model)
        }`,
      );
    }
    await store.write(FILE, bytes);
    await store.write("requirements.txt", new TextEncoder().encode("mlflow\nonnx\nonnxruntime\n"));
  },
  load: async (store) => await toBytes(await store.read(FILE)),
};
