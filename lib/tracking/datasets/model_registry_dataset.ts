import type { Issue } from "../../core/issue.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { DatasetType } from "../../datasets/dataset_type.ts";
import { z } from "../../deps/zod.ts";
import { invalid } from "../limits.ts";
import { openModel } from "../models/open_model.ts";
import { readFiles } from "../models/read_files.ts";
import { recordUse } from "../models/record_use.ts";
import { type FlavorFields, flavorFields, flavorIssues, refusePythonFlavor } from "./model_options.ts";
import type { RunFinder } from "./run_access.ts";
import { type Fields, trackedType } from "./tracked_type.ts";

/** Fields of a `MlflowModelRegistryDataset` entry. */
export interface ModelRegistryOptions extends FlavorFields {
  /** Name of the registered model. */
  readonly model_name: string;
  /** Number of a version, a stage, or `latest`. @default {"latest"} */
  readonly stage_or_version?: string | number | null;
  /** Alias of a version. */
  readonly alias?: string | null;
  /** Nothing is known here. */
  readonly load_args?: Readonly<Record<string, never>>;
}

const TYPE = "MlflowModelRegistryDataset";

/** A version of a registered model; it can be loaded, and saving is for the dataset that logs it. */
export function modelRegistryType(
  runs: RunFinder,
  root: string | undefined,
): DatasetType<ModelRegistryOptions> {
  return trackedType<ModelRegistryOptions>({
    type: TYPE,
    family: "models",
    schema: () => {
      const { flavor, pyfunc_workflow } = flavorFields();
      return z.strictObject({
        model_name: z.string().min(1),
        stage_or_version: z.union([z.string().min(1), z.int().min(1)]).nullable().exactOptional(),
        alias: z.string().min(1).nullable().exactOptional(),
        flavor: flavor.exactOptional(),
        pyfunc_workflow,
        load_args: z.strictObject({}).exactOptional(),
      });
    },
    check,
    create: (options) => {
      refusePythonFlavor(options.flavor);
      return registryDataset(options, { runs, root });
    },
  });
}

function check(fields: Fields): readonly Issue[] {
  const { alias, stage_or_version, model_name } = fields;
  const issues: Issue[] = [...flavorIssues(fields)];
  if (isGiven(alias) && isGiven(stage_or_version)) {
    const message = "alias cannot be given together with stage_or_version: write one of them";
    issues.push({ code: "options.wrong_value", message, path: ["alias"] });
  }
  if (typeof model_name === "string" && /[/:@]/.test(model_name)) {
    const message = 'model_name must be the name alone, without "/", ":" and "@"';
    issues.push({ code: "options.wrong_value", message, path: ["model_name"] });
  }
  return issues;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

interface Parts {
  readonly runs: RunFinder;
  readonly root: string | undefined;
}

function registryDataset(options: ModelRegistryOptions, { runs, root }: Parts): Dataset {
  const { model_name, stage_or_version, alias, flavor } = options;
  const uri = isGiven(alias)
    ? `models:/${model_name}@${alias}`
    : `models:/${model_name}/${stage_or_version ?? "latest"}`;
  return {
    type: TYPE,
    traits: { ephemeral: false },
    async load(): Promise<unknown> {
      const opened = await openModel(runs.store(), uri);
      const model = await readFiles(opened.files, { flavor, root, label: opened.label });
      await recordUse(runs.store(), opened);
      return model;
    },
    save: () =>
      Promise.reject(
        invalid(
          `It only loads models: to register one, save it by a MlflowModelTrackingDataset with ` +
            `save_args: {registered_model_name: ${model_name}}`,
        ),
      ),
    async exists(): Promise<boolean> {
      try {
        await openModel(runs.store(), uri);
        return true;
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "RESOURCE_DOES_NOT_EXIST") {
          return false;
        }
        throw error;
      }
    },
    describe: () => ({ type: TYPE, ...options, uri }) as unknown as JsonObject,
  };
}
