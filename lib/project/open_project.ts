import { basename } from "node:path";
import { formatVersion } from "../catalog/version.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogEntry } from "../catalog/entry.ts";
import { kedroName } from "../catalog/kedro_types.ts";
import { parameterNames } from "../catalog/parameters.ts";
import { checkParameters } from "../catalog/schemas.ts";
import { createCatalog } from "../catalog/create_catalog.ts";
import { DEFAULT_ENV, type Variables } from "../config/env.ts";
import { type ConfigGroups, type IsMadeOfSecret, loadConfig, type MaskAbout } from "../config/load_config.ts";
import { type Clock, SYSTEM_CLOCK } from "../core/clock.ts";
import { collectIssues } from "../core/collect_issues.ts";
import { type CatalogError, ConfigError } from "../core/errors.ts";
import { describeProblems } from "../core/issue.ts";
import { environVariable } from "../core/environ.ts";
import type { ConfigObject } from "../core/config_value.ts";
import { maskError } from "../core/mask.ts";
import type { PathTest } from "../core/name_patterns.ts";
import type { DatasetType } from "../datasets/dataset_type.ts";
import { BUILTIN_TYPES } from "../datasets/types.ts";
import { createDispatcher } from "../hooks/dispatcher.ts";
import { type EmbeddedStore, openEmbeddedStore } from "../tracking/embedded/embedded_store.ts";
import { createRedactor } from "../tracking/redact.ts";
import { parseTrackingSettings, type TrackingSettings } from "../tracking/settings.ts";
import { checkParams } from "./check_params.ts";
import type { ProjectDefinition } from "./definition.ts";
import { findDefinition } from "./load_definition.ts";
import type { ModuleTypes } from "./module_types.ts";
import { namedTypes, namedValidators } from "./named_types.ts";
import { unknownDisabled } from "./open_tracking.ts";
import { configOptions } from "./project_config.ts";
import type { CatalogVersions, Project, ProjectRunOptions, RunResult } from "./project.ts";
import { runProject } from "./run_project.ts";
import type { StandIns } from "./stand_ins.ts";
import { withDefaultPipeline } from "./select_pipelines.ts";

// Most projects have no schemas.
const SCHEMA_NAMES: string = "./check_schema_names.ts";

/** How to open a project. */
export interface OpenProjectOptions {
  /** Folder that paths, configuration and `.kedge` are found in. @default {the folder of kedge.ts; of a definition, the current folder} */
  readonly root?: string | undefined;
  /** Environment. @default {KEDGE_ENV or KEDRO_ENV, else "local"} */
  readonly env?: string | undefined;
  /**
   * Where the configuration is: a folder or a zip, tar or tar.gz archive, below the root or absolute, or an http or https
   * URL of one. When it is given it must exist. @default {"conf"}
   */
  readonly confSource?: string | undefined;
  /** Parameters for this time only, merged into the others at every depth. */
  readonly params?: ConfigObject | undefined;
  /** Environment variables. @default {those of this process} */
  readonly variables?: Variables | undefined;
  /**
   * Told of problems of the configuration, instead of an error that is thrown: what can be used is then opened, to be looked
   * at, with entries that are wrong taken out of its catalog. @default {they are thrown}
   */
  readonly onProblems?: ((error: ConfigError | CatalogError) => void) | undefined;
  /** Where time comes from. @default {the clock of this machine} */
  readonly clock?: Clock | undefined;
}

/**
 * Open a project: the one at or above a folder, or one defined in code. Its configuration is read and checked; nothing is
 * written before something runs.
 *
 * @param target A folder (path or file URL), or the result of `defineProject()`. By default the current folder.
 *
 * @throws {ConfigError} When there is no project, or its configuration is wrong, with every problem.
 *
 * @example A pipeline that runs tracked, without any file
 * ```ts
 * import assert from "node:assert/strict";
 * import { defineProject, node, openProject, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const double = node({ inputs: "params:n", outputs: "twice", run: (n: number) => 2 * n });
 * const definition = defineProject({
 *   name: "doubling",
 *   pipelines: { __default__: pipeline([double]) },
 *   parameters: { n: 21 },
 * });
 *
 * const root = await Deno.makeTempDir();
 * await using project = await openProject(definition, { root });
 * const { outputs, status } = await project.run();
 *
 * assert.deepEqual([status, outputs.twice], ["finished", 42]);
 * ```
 */
export async function openProject(
  target: string | URL | ProjectDefinition = Deno.cwd(),
  options: OpenProjectOptions = {},
): Promise<Project> {
  const {
    clock = SYSTEM_CLOCK,
    confSource,
    params: runtimeParams = {},
    variables = { get: environVariable },
  } = options;
  const { definition, root } = await findDefinition(target, options.root);
  const { schemas = {} } = definition;
  let extras: ModuleTypes = { types: [], validators: {}, issues: [] };
  let store: EmbeddedStore | undefined;
  const openStore = (): EmbeddedStore =>
    store ??= openEmbeddedStore(root, { durability: settings.durability, clock });
  const readSettings = (groups: Partial<ConfigGroups>) =>
    parseTrackingSettings(groups, { root, variable: (name) => variables.get(name), isMadeOfSecret });
  let isMadeOfSecret: IsMadeOfSecret = () => false;
  let maskAbout: MaskAbout | undefined;
  const makeRedactor = ({ params: { redact } }: Pick<TrackingSettings, "params">): PathTest =>
    createRedactor(redact, (path) => isMadeOfSecret("parameters", path));
  let isRedacted = createRedactor();
  const standIns = options.onProblems && await makeStandIns();
  const told = new Set<string>();
  const withStandIns = (entries: CatalogEntries): CatalogEntries => standIns?.replace(entries) ?? entries;
  const makeCatalog = (
    { catalog, parameters, credentials }: Partial<ConfigGroups>,
    { loadVersionsAt, ...versions }: CatalogVersions = {},
  ): Catalog =>
    createCatalog({
      // createCatalog() checks that entries of files are maps.
      entries: withStandIns({
        ...definition.catalog,
        ...catalog?.data as Record<string, CatalogEntry> | undefined,
      }),
      parameters: parameters?.data,
      schemas,
      credentials: credentials?.data,
      types: [...BUILTIN_TYPES, ...extras.types, ...definition.datasets ?? []],
      validators: extras.validators,
      validation: isValidationOn(variables),
      root,
      ...versions,
      places: { entries: catalog?.placeOf, parameters: parameters?.placeOf, loadVersions: loadVersionsAt },
      secrets: {
        entries: (path) => isMadeOfSecret("catalog", path),
        parameters: (path) => isRedacted(path),
        mask: maskAbout && ((key, text) => maskAbout!("catalog", key, text)),
      },
    });
  const loadExtras = async (
    catalog: ConfigGroups["catalog"] | undefined,
    mayNameModules: boolean,
  ): Promise<void> => {
    const entries = { ...definition.catalog, ...catalog?.data };
    if (!namesMore(entries, definition.datasets)) return;
    const { loadExtraTypes }: typeof import("./extra_types.ts") = await import(EXTRA_TYPES);
    extras = await loadExtraTypes({ data: entries, placeOf: catalog?.placeOf ?? (() => undefined) }, {
      ...{ root, store: openStore, clock },
      // Whoever writes code may run it.
      mayNameModules: (name) => mayNameModules || catalog?.data[name] === undefined,
    });
  };
  const config = await loadConfig({
    ...configOptions({ definition, root }, {
      ...options,
      variables,
      onProblems: options.onProblems && ((error) => {
        for (const { path } of error.issues) told.add(JSON.stringify(path));
        options.onProblems?.(error);
      }),
    }),
    // Everything that is wrong is told at once, and when the project is opened.
    check: async (groups, facts) => {
      const { mayNameModules } = facts;
      ({ isMadeOfSecret, maskAbout } = facts);
      await loadExtras(groups.catalog, mayNameModules);
      const trackingIssues = collectIssues(() => {
        isRedacted = makeRedactor(readSettings(groups));
      });
      const catalogIssues = [
        ...extras.issues,
        ...collectIssues(() => groups.catalog && makeCatalog(groups))
          .filter(({ code }) => extras.issues.length === 0 || !code.startsWith("catalog.module_")),
      ];
      return [
        ...trackingIssues,
        // What is wrong with credentials that could not be read would be no news.
        ...catalogIssues.filter(({ code }) =>
          groups.credentials !== undefined || code !== "catalog.unknown_credentials"
        ),
        ...groups.parameters
          ? await checkParameters(schemas, groups.parameters.data, {
            placeOf: groups.parameters.placeOf,
            isHidden: isRedacted,
          })
          : [],
      ];
    },
  });
  const { onProblems } = options;
  // What is wrong has been told of by now, if it was not thrown.
  const settings = onProblems === undefined || collectIssues(() => readSettings(config)).length === 0
    ? readSettings(config)
    : parseTrackingSettings();
  if (onProblems !== undefined) await loadExtras(config.catalog, config.mayNameModules);
  // A file with one problem is read no further by the checks above, and null stands for what cannot be worked out.
  const further =
    standIns?.find(() => makeCatalog(config)).filter(({ path }) => !told.has(JSON.stringify(path))) ?? [];
  if (further.length > 0) {
    onProblems?.(new ConfigError(describeProblems("configuration", further), { issues: further }));
  }
  isRedacted = makeRedactor(settings);
  const pipelines = withDefaultPipeline(definition.pipelines);
  const known = parameterNames(config.parameters.data).map((name) => name.replace(/^params:/, ""));
  const tell = (check: () => void): void => {
    try {
      check();
    } catch (error) {
      if (onProblems === undefined || !(error instanceof ConfigError)) throw error;
      onProblems(error);
    }
  };
  tell(() => checkParams({ newParameters: config.newParameters, known, pipelines }));
  if (Object.keys(schemas).length > 0) {
    const { checkSchemaNames }: typeof import("./check_schema_names.ts") = await import(SCHEMA_NAMES);
    tell(() => checkSchemaNames(schemas, { catalog: makeCatalog(config), pipelines }));
  }
  const name = definition.name ?? basename(root);
  let runIdOnce = settings.run.idOnce;

  const project: Project = {
    name,
    root,
    env: config.env,
    notices: [...settings.notices, ...unknownDisabled(settings, pipelines), ...config.notices],
    isRedacted: (path) => isRedacted(path),
    mask: config.mask,
    pipelines,
    catalog: (versions = {}) =>
      makeCatalog(config, { ...versions, saveVersion: versions.saveVersion ?? formatVersion(clock.now()) }),
    store: openStore,
    async run(runOptions: ProjectRunOptions = {}): Promise<RunResult> {
      const takeRunId = (): string | undefined => {
        const id = runIdOnce;
        runIdOnce = undefined;
        return id;
      };
      const defaultEnv = definition.config?.defaultEnv ?? DEFAULT_ENV;
      const runKey = runOptions.runKey ?? (variables.get("KEDGE_RUN_KEY") || undefined);
      const masked = config.mask && await import(RUN_MASKED) as typeof import("./run_masked.ts");
      return await (masked?.runMasked ?? runProject)(
        {
          ...{ project, definition, settings, confSource, runtimeParams, defaultEnv, takeRunId, clock },
          variable: (name) => variables.get(name),
        },
        { ...runOptions, runKey },
      );
    },
    async describeRun(runOptions: ProjectRunOptions = {}): Promise<Readonly<Record<string, string>>> {
      const { describeRun }: typeof import("./describe_run.ts") = await import(DESCRIBE_RUN);
      return await describeRun({ project, settings, confSource, runtimeParams }, runOptions);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await store?.[Symbol.asyncDispose]();
      store = undefined;
    },
  };
  try {
    await createDispatcher(definition.hooks ?? []).emit("afterContextCreated", { context: project });
  } catch (error) {
    throw config.mask === undefined ? error : maskError(error, config.mask);
  }
  return project;
}

type CatalogEntries = Readonly<Record<string, CatalogEntry>>;

// Not a literal import(): runs need configuration without problems.
const STAND_INS: string = "./stand_ins.ts";

async function makeStandIns(): Promise<StandIns> {
  const { StandIns }: typeof import("./stand_ins.ts") = await import(STAND_INS);
  return new StandIns();
}

// The switch of Kedro.
function isValidationOn(variables: Variables): boolean {
  const value = variables.get("KEDGE_DATASET_VALIDATION") ?? variables.get("KEDRO_DATASET_VALIDATION");
  return !/^(?:0|false|no|off)$/i.test(value ?? "");
}

// Not a literal import(): most catalogs need none.
const EXTRA_TYPES: string = "./extra_types.ts";

function namesMore(
  entries: Readonly<Record<string, unknown>>,
  own: readonly DatasetType[] = [],
): boolean {
  const known = new Set([...BUILTIN_TYPES, ...own].flatMap(({ type, aliases = [] }) => [type, ...aliases]));
  return namedValidators(entries).length > 0 ||
    namedTypes(entries).some(({ type }) => !known.has(type) && !known.has(kedroName(type)));
}

// Not a literal import(): most projects have no secrets.
const RUN_MASKED: string = "./run_masked.ts";

// Not a literal import(): it is for those who ask.
const DESCRIBE_RUN: string = "./describe_run.ts";
