import { resolve } from "node:path";
import { type ConfigObject, parseConfigObject } from "../core/config_value.ts";
import { ConfigError } from "../core/errors.ts";
import { describeProblems, type Issue } from "../core/issue.ts";
import type { Located } from "../core/located.ts";
import { hideLeaves, type SecretTree } from "../core/secret_tree.ts";
import { type MapNode, type Mark, placesOf, toData, toNode } from "./config_node.ts";
import { folderSource } from "./config_source.ts";
import { chooseEnv, type Variables } from "./env.ts";
import { listEnvironments } from "./environments.ts";
import type { ConfigGroupName } from "./groups.ts";
import { interpolations, loadGroup } from "./load_group.ts";
import { mergeDeep, overlay } from "./merge.ts";
import { namedSource } from "./source_text.ts";

/** Which configuration to load. */
export interface LoadConfigOptions {
  /** Folder of the project. */
  readonly root: string;
  /** Folder of the configuration, below `root` or absolute; when it is given it must exist. @default {"conf"} */
  readonly confSource?: string | undefined;
  /** Environment. @default {KEDGE_ENV or KEDRO_ENV of `variables`, else "local"} */
  readonly env?: string | undefined;
  /** Variables of the environment, such as `Deno.env`. @default {none} */
  readonly variables?: Variables | undefined;
  /** Parameters that were written in code; those of the files replace them key by key at the top. */
  readonly codeParameters?: Readonly<Record<string, unknown>> | undefined;
  /** Parameters for this run only, merged into those of the files. */
  readonly runtimeParams?: ConfigObject | undefined;
}

/** Configuration of one environment. */
export interface LoadedConfig {
  /** The environment. */
  readonly env: string;
  /** The files that were read, in order. */
  readonly files: readonly string[];
  /** Datasets by name. */
  readonly catalog: Located<ConfigObject>;
  /** Parameters. */
  readonly parameters: Located<ConfigObject>;
  /** Credentials by name; every value is a secret. */
  readonly credentials: Located<SecretTree>;
  /** Settings of tracking, as in kedro-mlflow. */
  readonly mlflow: Located<ConfigObject>;
  /** Settings of Kedge. */
  readonly kedge: Located<ConfigObject>;
}

/**
 * Read the configuration of a project: `conf/base` overlaid by `conf/<env>`, as Kedro lays it out.
 *
 * An environment replaces whole top-level keys of `base`; runtime parameters are merged into the parameters at every depth.
 *
 * @throws {ConfigError} when a file is broken or the environment is unknown, with every problem of every file.
 *
 * @example An environment overlays the base
 * ```ts
 * import assert from "node:assert/strict";
 * import { loadConfig } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const root = await Deno.makeTempDir();
 * await Deno.mkdir(`${root}/conf/base`, { recursive: true });
 * await Deno.mkdir(`${root}/conf/prod`);
 * await Deno.writeTextFile(`${root}/conf/base/parameters.yml`, "model: {trees: 10}\nseed: 7\n");
 * await Deno.writeTextFile(`${root}/conf/prod/parameters.yml`, "model: {trees: 500}\n");
 *
 * const { parameters } = await loadConfig({ root, env: "prod", runtimeParams: { seed: 8 } });
 *
 * assert.deepEqual(parameters.data, { model: { trees: 500 }, seed: 8 });
 * assert.equal(parameters.placeOf(["model", "trees"])?.file, "conf/prod/parameters.yml");
 * await Deno.remove(root, { recursive: true });
 * ```
 */
export async function loadConfig(options: LoadConfigOptions): Promise<LoadedConfig> {
  const { root, confSource, variables, codeParameters = {}, runtimeParams = {} } = options;
  const choice = chooseEnv(options.env, variables);
  const name = confSource ?? DEFAULT_SOURCE;
  const source = folderSource(resolve(root, name), name.replace(/(?<=.)[\\/]+$/, ""));
  const { environments, issues } = await listEnvironments(source, choice, {
    mayBeMissing: confSource === undefined,
  });
  const load = (group: ConfigGroupName) => loadGroup(source, environments, group);
  const catalog = await load("catalog");
  const inFiles = await load("parameters");
  const credentials = await load("credentials");
  const mlflow = await load("mlflow");
  const kedge = await load("kedge");
  const code = parseConfigObject(codeParameters, "parameters");
  const inCode = toNode("value" in code ? code.value : {}, markOf("kedge.ts"));
  const given = toNode(runtimeParams, markOf("--params"));
  const parameters = mergeDeep(overlay(inCode, inFiles.node), given);
  const groups = [catalog, inFiles, credentials, mlflow, kedge];
  throwIssues([
    ...issues,
    ...[...groups, parameters].flatMap((group) => group.issues),
    ...interpolations(given),
  ]);
  return {
    env: choice.env,
    files: [...new Set(groups.flatMap(({ files }) => files))].map((file) => `${source.name}/${file}`),
    catalog: locate(catalog.node),
    parameters: locate(parameters.node),
    credentials: { ...locate(credentials.node), data: hideLeaves(toData(credentials.node)) },
    mlflow: locate(mlflow.node),
    kedge: locate(kedge.node),
  };
}

const DEFAULT_SOURCE = "conf";

function markOf(name: string): Mark {
  return { source: namedSource(name), start: 0, end: 0 };
}

function throwIssues(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new ConfigError(describeProblems("configuration", issues), { issues });
}

function locate(node: MapNode): Located<ConfigObject> {
  return { data: toData(node), placeOf: placesOf(node) };
}
