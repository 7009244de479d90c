import type { JsonObject } from "../../core/json.ts";
import type { ModelFlavor, ModelSignature } from "../models/flavor.ts";
import { requireScope } from "./current_run.ts";

/** How to log a model. */
export interface LogModelOptions<Model = never> {
  /** Its name; several models may have it. It must not hold any of `/ : . % " '`. */
  readonly name: string;
  /** How it is kept: `json`, `v8`, `onnx`, a module of the project such as `./flavors/forest.ts`, or a flavour. @default {"json"} */
  readonly flavor?: string | ModelFlavor<Model> | undefined;
  /** What it takes and gives. @default {what the flavour says} */
  readonly signature?: ModelSignature | undefined;
  /** What sort of model it is, for people: `classifier`. */
  readonly modelType?: string | undefined;
  /** Params of the model. */
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  /** Tags of the model. */
  readonly tags?: Readonly<Record<string, unknown>> | undefined;
  /** More about it, kept in its `MLmodel`. */
  readonly metadata?: JsonObject | undefined;
  /** Step of the training loop; the metrics that the run has at this step are the model's too. @default {0} */
  readonly step?: number | undefined;
  /** Make it the next version of this registered model, which is made when there is none. */
  readonly registeredModelName?: string | undefined;
  /** Folder that modules of flavours count from. @default {the folder of the project} */
  readonly root?: string | undefined;
}

/** A model that was logged. */
export interface LoggedModelRef {
  /** Its id. */
  readonly modelId: string;
  /** What it is loaded by: `models:/m-8f3c…`. */
  readonly uri: string;
  /** Its number among the versions of the registered model, if it was registered. */
  readonly version: string | undefined;
}

/**
 * Keep a model as one that the current run made, with an `MLmodel` that MLflow reads. It is stored when the promise resolves;
 * in a run that is not tracked nothing is stored, and `undefined` comes back.
 *
 * @throws {TrackingError} Outside a run, and for a name that MLflow would refuse.
 * @throws {ModelError} When there is no such flavour.
 * @throws {TypeError} When the flavour cannot keep the model.
 *
 * @example Keep a model and read it again
 * ```ts
 * import assert from "node:assert/strict";
 * import { logModel, openEmbeddedStore, readModel, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const logged = await withRun(
 *   { directory },
 *   () => logModel({ weights: [0.5, 2] }, { name: "linear", registeredModelName: "masses" }),
 * );
 * assert.equal(logged?.version, "1");
 *
 * await using store = openEmbeddedStore(directory);
 * assert.deepEqual(await readModel(store, logged.uri), { weights: [0.5, 2] });
 * assert.deepEqual(await readModel(store, "models:/masses/latest"), { weights: [0.5, 2] });
 * ```
 */
export async function logModel<Model>(
  model: Model,
  options: LogModelOptions<Model>,
): Promise<LoggedModelRef | undefined> {
  const { run } = requireScope("logModel");
  if (run === undefined) return undefined;
  const { logToRun }: typeof import("../models/log_to_run.ts") = await import(LOG_TO_RUN);
  const { openFlavor }: typeof import("../models/find_flavor.ts") = await import(FIND_FLAVOR);
  const { flavor = "json", root = run.directory, ...others } = options;
  // The flavour gets the model that it was given with.
  const kept = await openFlavor(flavor as string | ModelFlavor, { root });
  return await logToRun(run, model, { ...others, kept });
}

// Most runs keep no models.
const LOG_TO_RUN: string = "../models/log_to_run.ts";
const FIND_FLAVOR: string = "../models/find_flavor.ts";
