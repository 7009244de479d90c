import { ModelError } from "../../core/errors.ts";
import { isPlainObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { VERSION } from "../../core/version.ts";
import type { ModelFlavor, ModelSignature } from "./flavor.ts";

/** The file that says what a model is, in MLflow's format. */
export const MLMODEL = "MLmodel";

/** What a model is called by, where it was logged. */
export interface ModelFacts {
  /** Id of the logged model. */
  readonly modelId?: string | undefined;
  /** The run that logged it. */
  readonly runId?: string | undefined;
  /** Where its files are. */
  readonly artifactUri?: string | undefined;
  /** More about it, for people and other tools. */
  readonly metadata?: JsonObject | undefined;
  /** When it was made, in milliseconds since 1970. */
  readonly time: number;
}

/** What a model is kept as. */
export interface KeptFlavor {
  /** The flavour. */
  readonly flavor: ModelFlavor;
  /** How a catalog names it, when that is a module. */
  readonly module: string | undefined;
}

/** The text of `MLmodel`: flavours for Kedge and, where there are some, for Python. */
export async function mlmodelText(
  { flavor, module }: KeptFlavor,
  facts: ModelFacts & { readonly signature: ModelSignature | undefined; readonly size: number },
): Promise<string> {
  const { dump, YAML11_SCHEMA } = await import("../../deps/js_yaml.ts");
  const { modelId, runId, artifactUri, metadata, signature, size, time } = facts;
  const kedge = { flavor: flavor.name, kedge_version: VERSION, ...(module && { module }), ...flavor.details };
  const data = {
    ...(artifactUri !== undefined && { artifact_path: artifactUri }),
    flavors: { ...flavor.python, kedge },
    ...(metadata !== undefined && { metadata }),
    ...(modelId !== undefined && { model_id: modelId, model_uuid: modelId }),
    model_size_bytes: size,
    ...(runId !== undefined && { run_id: runId }),
    ...(signature !== undefined && { signature: signatureText(signature) }),
    utc_time_created: new Date(time).toISOString().replace("T", " ").replace("Z", "000"),
  };
  return dump(data, { schema: YAML11_SCHEMA, lineWidth: -1 });
}

/** What `MLmodel` says of how a model is read. */
export interface ParsedMlmodel {
  /** Name of the flavour; none for models of Python alone. */
  readonly flavor: string | undefined;
  /** Its module. */
  readonly module: string | undefined;
  /** The class of which the model is an instance. */
  readonly className: string | undefined;
}

/**
 * Read `MLmodel`. Of the models that Python made, those in ONNX can be read here.
 *
 * @throws {ModelError} When it is not what MLflow writes.
 */
export async function parseMlmodel(text: string, label: string): Promise<ParsedMlmodel> {
  const { load, YAML11_SCHEMA } = await import("../../deps/js_yaml.ts");
  const data = load(text, { schema: YAML11_SCHEMA });
  const flavors = isPlainObject(data) ? data["flavors"] : undefined;
  if (!isPlainObject(flavors)) {
    throw new ModelError(`Cannot read ${label}: its MLmodel has no flavors`, { model: label });
  }
  const { kedge, onnx } = flavors;
  if (!isPlainObject(kedge)) {
    const flavor = isPlainObject(onnx) && onnx["data"] === "model.onnx" ? "onnx" : undefined;
    return { flavor, module: undefined, className: undefined };
  }
  return {
    flavor: textOf(kedge["flavor"]),
    module: textOf(kedge["module"]),
    className: textOf(kedge["class"]),
  };
}

function signatureText({ inputs, outputs, params }: ModelSignature): Readonly<Record<string, JsonValue>> {
  const text = (part: readonly JsonObject[] | undefined) => part === undefined ? null : JSON.stringify(part);
  return { inputs: text(inputs), outputs: text(outputs), params: text(params) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
