import type { Issue } from "../../core/issue.ts";
import type { JsonObject } from "../../core/json.ts";
import { currentScope } from "../../core/run_context.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { DatasetType } from "../../datasets/dataset_type.ts";
import { z } from "../../deps/zod.ts";
import { invalid } from "../limits.ts";
import { openFlavor } from "../models/find_flavor.ts";
import { logToRun } from "../models/log_to_run.ts";
import { parseModelUri } from "../models/model_uri.ts";
import { type OpenedModel, openModel } from "../models/open_model.ts";
import { readFiles } from "../models/read_files.ts";
import { recordUse } from "../models/record_use.ts";
import { type FlavorFields, flavorFields, flavorIssues, refusePythonFlavor } from "./model_options.ts";
import { findRunWith, isOutsideRuns, type RunAccess, type RunFinder } from "./run_access.ts";
import { type Fields, trackedType } from "./tracked_type.ts";

/** Fields of a `MlflowModelTrackingDataset` entry. */
export interface ModelTrackingOptions extends FlavorFields {
  /** The flavour. */
  readonly flavor: string;
  /** Run to load from. */
  readonly run_id?: string | null;
  /** Name of the model in kedro-mlflow before 1.0. */
  readonly artifact_path?: string | null;
  /** What to load. */
  readonly load_args?: { readonly model_uri?: string | null };
  /** How to log. */
  readonly save_args?: ModelSaveArgs;
}

interface ModelSaveArgs {
  readonly name?: string;
  readonly artifact_path?: string;
  readonly registered_model_name?: string | null;
  readonly model_type?: string | null;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly tags?: Readonly<Record<string, unknown>>;
  readonly metadata?: JsonObject;
  readonly step?: number;
}

const TYPE = "MlflowModelTrackingDataset";

/** A model that is logged to the run in progress. */
export function modelTrackingType(
  runs: RunFinder,
  root: string | undefined,
): DatasetType<ModelTrackingOptions> {
  return trackedType<ModelTrackingOptions>({
    type: TYPE,
    family: "models",
    oldNames: ["MlflowModelLoggerDataset"],
    schema: () => {
      const map = z.record(z.string(), z.unknown()).exactOptional();
      return z.strictObject({
        ...flavorFields(),
        run_id: z.string().min(1).nullable().exactOptional(),
        artifact_path: z.string().min(1).nullable().exactOptional(),
        load_args: z.strictObject({ model_uri: z.string().nullable().exactOptional() }).exactOptional(),
        save_args: z.strictObject({
          name: z.string().min(1).exactOptional(),
          artifact_path: z.string().min(1).exactOptional(),
          registered_model_name: z.string().min(1).nullable().exactOptional(),
          model_type: z.string().nullable().exactOptional(),
          params: map,
          tags: map,
          // What stands in a file is JSON.
          metadata: map as unknown as z.ZodExactOptional<z.ZodType<JsonObject>>,
          step: z.int().exactOptional(),
        }).exactOptional(),
      });
    },
    check,
    create: (options, { name }) => {
      refusePythonFlavor(options.flavor);
      return modelDataset(options, { runs, root, name: nameOf(options, name) });
    },
  });
}

function check(fields: Fields): readonly Issue[] {
  const { load_args } = fields;
  const uri = typeof load_args === "object" && load_args !== null && "model_uri" in load_args
    ? load_args.model_uri
    : undefined;
  return [...flavorIssues(fields), ...uriIssues(uri)];
}

function uriIssues(uri: unknown): readonly Issue[] {
  if (typeof uri !== "string") return [];
  try {
    parseModelUri(uri);
    return [];
  } catch (error) {
    const message = `load_args.model_uri: ${(error as Error).message}`;
    return [{ code: "options.wrong_value", message, path: ["load_args", "model_uri"] }];
  }
}

function nameOf({ save_args = {}, artifact_path }: ModelTrackingOptions, name: string): string {
  // A dataset may be named in ways in which a model may not.
  return save_args.name ?? save_args.artifact_path ?? artifact_path ?? name.replaceAll(/[/:.%"']/g, "_");
}

interface Parts {
  readonly runs: RunFinder;
  readonly root: string | undefined;
  readonly name: string;
}

function modelDataset(options: ModelTrackingOptions, { runs, root, name }: Parts): Dataset {
  const { flavor, run_id, load_args = {}, save_args = {} } = options;
  const { model_uri: given } = load_args;
  let saved: string | undefined;
  // Of a run that is not tracked.
  let kept: { readonly model: unknown } | undefined;

  const open = async (): Promise<OpenedModel> => {
    const known = given ?? saved;
    if (known !== undefined) return await openModel(runs.store(), known);
    const uriIn = ({ id }: RunAccess): string => `runs:/${id}/${name}`;
    const has = (access: RunAccess): Promise<boolean> =>
      openModel(runs.store(), uriIn(access)).then(() => true, isNotMissing);
    return await openModel(runs.store(), uriIn(await findRunWith(runs, run_id ?? undefined, has)));
  };
  return {
    type: TYPE,
    traits: { ephemeral: false },
    async load(): Promise<unknown> {
      if (kept !== undefined) return kept.model;
      if (isWithoutModel()) {
        throw invalid(
          `To load a model, give load_args.model_uri or run_id, or save one before: model "${name}" has not been saved`,
        );
      }
      const opened = await open();
      const model = await readFiles(opened.files, { flavor, root, label: opened.label });
      await recordUse(runs.store(), opened);
      return model;
    },
    async save(model: unknown): Promise<void> {
      const place = given ? "load_args.model_uri" : run_id ? "run_id" : undefined;
      if (place !== undefined) {
        throw invalid(
          `It is impossible to save a model when ${place} is given, which says where to load from: models are logged ` +
            "to the run in progress; remove it, or load with another dataset",
        );
      }
      const access = await runs.find(undefined);
      if (access.kind !== "current") {
        kept = { model };
        return;
      }
      const { registered_model_name, model_type, params, tags, metadata, step } = save_args;
      const logged = await logToRun(access.run, model, {
        name,
        kept: await openFlavor(flavor, { root }),
        modelType: model_type ?? undefined,
        params,
        tags,
        metadata,
        step,
        registeredModelName: registered_model_name ?? undefined,
      });
      saved = logged.uri;
    },
    async exists(): Promise<boolean> {
      if (kept !== undefined || isOutsideRuns(given ?? run_id ?? undefined)) return true;
      if (isWithoutModel()) return false;
      return await open().then(() => true, isNotMissing);
    },
    describe: () => ({ type: TYPE, ...options, name }) as unknown as JsonObject,
  };

  // In a run that is not tracked there is nothing to look at.
  function isWithoutModel(): boolean {
    if (given || saved || run_id) return false;
    const scope = currentScope();
    return scope === undefined || scope.run === undefined;
  }
}

function isNotMissing(error: unknown): boolean {
  if (error instanceof Error && "code" in error && error.code === "RESOURCE_DOES_NOT_EXIST") return false;
  throw error;
}
