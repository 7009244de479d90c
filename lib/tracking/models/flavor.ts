import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { Store } from "../../stores/store.ts";

/** What a model takes and gives, in MLflow's words: columns or tensors. */
export interface ModelSignature {
  /** What it takes: `[{ name: "mass", type: "double" }]`. */
  readonly inputs?: readonly JsonObject[] | undefined;
  /** What it gives. */
  readonly outputs?: readonly JsonObject[] | undefined;
  /** What else it can be told, with defaults. */
  readonly params?: readonly JsonObject[] | undefined;
}

/**
 * How models of one kind are kept in files. A module of the project is one by its default export, and catalogs name it by its
 * path: `flavor: ./flavors/forest.ts`.
 */
export interface ModelFlavor<Model = unknown> {
  /** Its name: `json`. */
  readonly name: string;
  /** Write a model below the root of a store. */
  save(model: Model, store: Store): Promise<void> | void;
  /** Read what `save()` wrote. */
  load(store: Store): Promise<Model> | Model;
  /** What a model takes and gives, if that is known. */
  signature?(model: Model): ModelSignature | undefined | Promise<ModelSignature | undefined>;
  /** How Python reads the same files: flavours of MLflow by name, `{ onnx: { data: "model.onnx" } }`. */
  readonly python?: Readonly<Record<string, JsonObject>> | undefined;
  /** More about it, kept with each model. */
  readonly details?: Readonly<Record<string, JsonValue>> | undefined;
}

/** Whether a value is a flavour. */
export function isFlavor(value: unknown): value is ModelFlavor {
  if (typeof value !== "object" || value === null) return false;
  const { name, save, load } = value as {
    readonly name?: unknown;
    readonly save?: unknown;
    readonly load?: unknown;
  };
  return typeof name === "string" && name !== "" && typeof save === "function" && typeof load === "function";
}
