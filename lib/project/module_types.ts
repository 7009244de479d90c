import { isModulePath } from "../catalog/find_type.ts";
import { isValidator } from "../catalog/find_validator.ts";
import { describeValue, midSentence, reasonOf } from "../core/describe_value.ts";
import { ConfigError } from "../core/errors.ts";
import type { Issue } from "../core/issue.ts";
import { loadModule } from "../core/load_module.ts";
import { type Located, placeIssue } from "../core/located.ts";
import type { DatasetType } from "../datasets/dataset_type.ts";
import { type NamedType, namedTypes, namedValidators } from "./named_types.ts";

/** Where modules may come from. */
export interface ModuleTypesOptions {
  /** Folder of the project: nothing outside of it is loaded. */
  readonly root: string;
  /** Whether an entry may: not where the configuration comes from somewhere else. */
  readonly mayNameModules: (entry: string) => boolean;
}

/** The dataset types that entries name by their module. */
export interface ModuleTypes {
  /** Each under the name that the entries use. */
  readonly types: readonly DatasetType[];
  /** Validators under the names that the entries use. */
  readonly validators: Readonly<Record<string, unknown>>;
  /** Modules that cannot be loaded, or hold no dataset type. */
  readonly issues: readonly Issue[];
}

/** Load the modules that the entries of a catalog name: `type: ./datasets/fits.ts`, `validator: ./checks.ts#cars`. */
export async function loadModuleTypes(
  catalog: Located<Readonly<Record<string, unknown>>>,
  { root, mayNameModules }: ModuleTypesOptions,
): Promise<ModuleTypes> {
  const types: DatasetType[] = [];
  const validators: Record<string, unknown> = {};
  const issues: Issue[] = [];
  const load = async (
    code: string,
    named: readonly NamedType[],
    use: (name: string) => Promise<string | undefined>,
  ): Promise<void> => {
    for (const [name, places] of Map.groupBy(named, ({ type }) => type)) {
      if (!isModulePath(name.replace(/#.*$/, ""))) continue;
      const [allowed, refused] = partition(places, ({ path }) => mayNameModules(path[0] ?? ""));
      const told = refused.map(({ path }): readonly [readonly string[], string] => [
        path,
        "configuration from an archive or a server cannot name modules",
      ]);
      const problem = allowed.length === 0 ? undefined : await use(name);
      if (problem !== undefined) told.push(...allowed.map(({ path }) => [path, problem] as const));
      issues.push(...told.map(([path, problem]) => {
        const message = `${path.join(".")} is ${describeValue(name)}: ${problem}`;
        return placeIssue({ code, message, path }, catalog.placeOf);
      }));
    }
  };
  await load("catalog.module_type", namedTypes(catalog.data), async (name) => {
    const found = await loadType(name, root);
    if (typeof found === "string") return found;
    types.push(found);
    return undefined;
  });
  await load("catalog.module_validator", namedValidators(catalog.data), async (name) => {
    const found = await loadValidator(name, root);
    if (typeof found === "string") return found;
    validators[name] = found.validator;
    return undefined;
  });
  return { types, validators, issues };
}

function partition<T>(
  items: readonly T[],
  isFirst: (item: T) => boolean,
): readonly [readonly T[], readonly T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

async function loadValidator(name: string, root: string): Promise<{ readonly validator: unknown } | string> {
  const [module = "", key = "default"] = name.split("#");
  try {
    const { [key]: validator } = await loadModule(module, { root });
    if (isValidator(validator)) return { validator };
    return `its ${
      key === "default" ? "default export" : `export "${key}"`
    } must be a function, a schema or an ` +
      "object with validate()";
  } catch (error) {
    if (error instanceof ConfigError) return midSentence(reasonOf(error));
    throw error;
  }
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
