import { isModulePath } from "../catalog/find_type.ts";
import type { ConfigObject } from "../core/config_value.ts";
import { describeValue, midSentence, reasonOf } from "../core/describe_value.ts";
import { ConfigError } from "../core/errors.ts";
import type { Issue } from "../core/issue.ts";
import { loadModule } from "../core/load_module.ts";
import { type Located, placeIssue } from "../core/located.ts";
import type { DatasetType } from "../datasets/dataset_type.ts";
import { namedTypes } from "./named_types.ts";

/** Where modules may come from. */
export interface ModuleTypesOptions {
  /** Folder of the project: nothing outside of it is loaded. */
  readonly root: string;
  /** False where the configuration comes from somewhere else: then nothing is loaded at all. */
  readonly mayNameModules: boolean;
}

/** The dataset types that entries name by their module. */
export interface ModuleTypes {
  /** Each under the name that the entries use. */
  readonly types: readonly DatasetType[];
  /** Modules that cannot be loaded, or hold no dataset type. */
  readonly issues: readonly Issue[];
}

/** Load the modules that the entries of a catalog name as their type: `type: ./datasets/fits.ts`. */
export async function loadModuleTypes(
  catalog: Located<ConfigObject>,
  { root, mayNameModules }: ModuleTypesOptions,
): Promise<ModuleTypes> {
  const types: DatasetType[] = [];
  const issues: Issue[] = [];
  const named = namedTypes(catalog.data).filter(({ type }) => isModulePath(type));
  for (const [module, paths] of Map.groupBy(named, ({ type }) => type)) {
    const found = mayNameModules
      ? await loadType(module, root)
      : "configuration from an archive or a server cannot name modules";
    if (typeof found === "object") types.push(found);
    else {
      issues.push(...paths.map(({ path }) => {
        const message = `${path.join(".")} is ${describeValue(module)}: ${found}`;
        return placeIssue({ code: "catalog.module_type", message, path }, catalog.placeOf);
      }));
    }
  }
  return { types, issues };
}

async function loadType(module: string, root: string): Promise<DatasetType | string> {
  try {
    const { default: type } = await loadModule(module, { root });
    if (!isDatasetType(type)) {
      return "its default export must be a dataset type: { type, parseOptions, create }";
    }
    return {
      type: module,
      parseOptions: (data) => type.parseOptions(data),
      innerEntries: (options) => type.innerEntries?.(options) ?? [],
      create: (options, context) => type.create(options, context),
      optionsSchema: () => type.optionsSchema?.() ?? {},
    };
  } catch (error) {
    if (error instanceof ConfigError) return midSentence(reasonOf(error));
    throw error;
  }
}

function isDatasetType(value: unknown): value is DatasetType {
  return typeof value === "object" && value !== null && "parseOptions" in value && "create" in value &&
    typeof value.parseOptions === "function" && typeof value.create === "function";
}
