import type { ConfigExplanation } from "../config/explain/explain_key.ts";
import { loadConfig, type LoadConfigOptions, type LoadedConfig } from "../config/load_config.ts";
import type { ConfigError } from "../core/errors.ts";
import { environVariable } from "../core/environ.ts";
import { randomRunName } from "../tracking/run_name.ts";
import type { ProjectDefinition } from "./definition.ts";
import { findDefinition, type FoundDefinition } from "./load_definition.ts";
import type { OpenProjectOptions } from "./open_project.ts";
import type { ConfigSchemas } from "./schemas/config_schemas.ts";

/** Which configuration of a project to read. */
export interface ProjectConfigOptions extends Omit<OpenProjectOptions, "clock" | "onProblems"> {
  /**
   * Told of all problems, instead of an error that is thrown: what can be read is then given, with null for values that
   * cannot be worked out.
   */
  readonly onProblems?: ((error: ConfigError) => void) | undefined;
}

/** How the configuration of a project is read. */
export function configOptions(
  { definition, root }: FoundDefinition,
  { confSource, env, params, onProblems, variables = { get: environVariable } }: ProjectConfigOptions,
): LoadConfigOptions {
  return {
    ...definition.config,
    root,
    confSource,
    env,
    variables,
    codeParameters: definition.parameters,
    resolvers: { "km.random_name": () => randomRunName(Math.random), ...definition.resolvers },
    runtimeParams: params,
    onProblems,
  };
}

/**
 * Read the configuration of a project as {@linkcode openProject} does, without checking what it means: a catalog that is
 * wrong can still be looked at.
 *
 * @param target A folder (path or file URL), or the result of `defineProject()`. By default the current folder.
 * @throws {ConfigError} When there is no project, or files are broken.
 */
export async function readProjectConfig(
  target: string | URL | ProjectDefinition = Deno.cwd(),
  options: ProjectConfigOptions = {},
): Promise<LoadedConfig> {
  return await loadConfig(configOptions(await findDefinition(target, options.root), options));
}

/**
 * Where values of the configuration of a project come from: file and line, what they took the place of, which
 * interpolation made them. Secrets are `***`. Without a key, where all values come from.
 *
 * @param target A folder (path or file URL), or the result of `defineProject()`.
 * @throws {ConfigError} When there is no project, files are broken, or there is nothing at this key.
 *
 * @example What an environment overrode
 * ```ts
 * import assert from "node:assert/strict";
 * import { defineProject, explainConfig, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const root = await Deno.makeTempDir();
 * await Deno.mkdir(`${root}/conf/base`, { recursive: true });
 * await Deno.mkdir(`${root}/conf/prod`);
 * await Deno.writeTextFile(`${root}/conf/base/parameters.yml`, "trees: 10\n");
 * await Deno.writeTextFile(`${root}/conf/prod/parameters.yml`, "trees: 500\n");
 * const grow = node({ inputs: "params:trees", outputs: "forest", run: (trees: number) => trees });
 * const definition = defineProject({ pipelines: { __default__: pipeline([grow]) } });
 *
 * const { origins: [trees] } = await explainConfig(definition, { key: "params:trees", root, env: "prod" });
 *
 * assert.equal(trees?.place.file, "conf/prod/parameters.yml");
 * assert.deepEqual(trees?.overrode.map(({ value, place }) => [value, place.file, place.line]), [
 *   [10, "conf/base/parameters.yml", 1],
 * ]);
 * await Deno.remove(root, { recursive: true });
 * ```
 */
export async function explainConfig(
  target: string | URL | ProjectDefinition = Deno.cwd(),
  { key, ...options }: ProjectConfigOptions & { readonly key?: string | undefined } = {},
): Promise<ConfigExplanation> {
  return await (await readProjectConfig(target, options)).explain(key);
}

// Not a literal import(): runs need it not.
const IMPLEMENTATION: string = "./schemas/config_schemas.ts";
const WRITE: string = "./schemas/write_config_schemas.ts";

/**
 * The JSON Schemas of the configuration files of a project: with them an editor completes and checks `catalog.yml`,
 * `parameters.yml`, `credentials.yml`, `globals.yml`, `mlflow.yml` and `kedge.yml`.
 *
 * @param target A folder (path or file URL), or what `defineProject()` takes. By default the current folder.
 * @throws {ConfigError} When there is no project.
 *
 * @example The fields of a csv entry
 * ```ts
 * import assert from "node:assert/strict";
 * import { configSchemas } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const { catalog } = await configSchemas({ pipelines: {} });
 *
 * assert.ok("type.csv" in (catalog.definitions as object));
 * ```
 */
export async function configSchemas(
  target: string | URL | ProjectDefinition = Deno.cwd(),
): Promise<ConfigSchemas> {
  const { definition: { datasets, schemas, config } } = await findDefinition(target, undefined);
  const { describeConfig }: typeof import("./schemas/config_schemas.ts") = await import(IMPLEMENTATION);
  return describeConfig({ datasets, schemas, merge: config?.merge });
}

/**
 * Write JSON Schemas into a folder, `catalog.json` and so on. A file tells its editor of one by a line such as
 * `# yaml-language-server: $schema=../.schemas/catalog.json`.
 *
 * @returns Paths of the files.
 */
export async function writeConfigSchemas(dir: string, schemas: ConfigSchemas): Promise<readonly string[]> {
  const { writeConfigSchemas }: typeof import("./schemas/write_config_schemas.ts") = await import(WRITE);
  return await writeConfigSchemas(dir, schemas);
}
