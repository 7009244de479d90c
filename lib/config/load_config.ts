import { resolve } from "node:path";
import type { ConfigObject } from "../core/config_value.ts";
import { ConfigError } from "../core/errors.ts";
import { describeProblems, inFileOrder, type Issue } from "../core/issue.ts";
import type { Located } from "../core/located.ts";
import { hideLeaves, type SecretTree } from "../core/secret_tree.ts";
import { type MapNode, placesOf, toData } from "./config_node.ts";
import { folderSource } from "./config_source.ts";
import { chooseEnv, type Variables } from "./env.ts";
import { listEnvironments } from "./environments.ts";
import type { ConfigGroupName } from "./groups.ts";
import { type LoadedGroup, loadGroup } from "./load_group.ts";
import { type GivenParameters, layerParameters } from "./parameter_layers.ts";

/** Which configuration to load. */
export interface LoadConfigOptions extends GivenParameters {
  /** Folder of the project. */
  readonly root: string;
  /** Folder of the configuration, below `root` or absolute; when it is given it must exist. @default {"conf"} */
  readonly confSource?: string | undefined;
  /** Environment. @default {KEDGE_ENV or KEDRO_ENV of `variables`, else "local"} */
  readonly env?: string | undefined;
  /** Variables of the environment, such as `Deno.env`. @default {none} */
  readonly variables?: Variables | undefined;
  /**
   * Further problems, reported together with those of the files: it is given the kinds of configuration that were read
   * without any.
   */
  readonly check?: ((groups: Partial<ConfigGroups>) => readonly Issue[]) | undefined;
}

/** The kinds of configuration. */
export interface ConfigGroups {
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

/** Configuration of one environment. */
export interface LoadedConfig extends ConfigGroups {
  /** The environment. */
  readonly env: string;
  /** The files that were read, in order. */
  readonly files: readonly string[];
  /** Keys down to every parameter of this run that neither files nor code have: misspelt ones, most often. */
  readonly newParameters: readonly (readonly string[])[];
}

/**
 * Read the configuration of a project: `conf/base` overlaid by `conf/<env>`, as Kedro lays it out.
 *
 * An environment replaces whole top-level keys of `base`; runtime parameters are merged into the parameters at every depth.
 *
 * @throws {ConfigError} When a file is broken or the environment is unknown, with every problem of every file.
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
  const { root, confSource, env, variables, check } = options;
  const choice = chooseEnv(env, variables);
  const name = confSource ?? DEFAULT_SOURCE;
  const source = folderSource(resolve(root, name), name.replace(/(?<=.)[\\/]+$/, ""));
  const { environments, issues } = await listEnvironments(source, choice, {
    mayBeMissing: confSource === undefined,
  });
  const load = (group: ConfigGroupName) => loadGroup(source, environments, group);
  const parameters = layerParameters(await load("parameters"), options);
  const read: Record<ConfigGroupName, LoadedGroup> = {
    catalog: await load("catalog"),
    parameters,
    credentials: await load("credentials"),
    mlflow: await load("mlflow"),
    kedge: await load("kedge"),
  };
  const groups: ConfigGroups = {
    catalog: locate(read.catalog.node),
    parameters: locate(read.parameters.node),
    credentials: { ...locate(read.credentials.node), data: hideLeaves(toData(read.credentials.node)) },
    mlflow: locate(read.mlflow.node),
    kedge: locate(read.kedge.node),
  };
  throwIssues([
    ...issues,
    ...Object.values(read).flatMap((group) => group.issues),
    ...check?.(issues.length > 0 ? {} : withoutProblems(groups, read)) ?? [],
  ]);
  const files = new Set(Object.values(read).flatMap((group) => group.files));
  return {
    ...groups,
    env: choice.env,
    files: [...files].map((file) => `${source.name}/${file}`),
    newParameters: parameters.added,
  };
}

const DEFAULT_SOURCE = "conf";

function withoutProblems(
  groups: ConfigGroups,
  read: Readonly<Record<ConfigGroupName, LoadedGroup>>,
): Partial<ConfigGroups> {
  // The keys of both are the names of the groups.
  const sound = Object.entries(groups).filter(([name]) => read[name as ConfigGroupName].issues.length === 0);
  return Object.fromEntries(sound);
}

function throwIssues(issues: readonly Issue[]): void {
  if (issues.length === 0) return;
  const sorted = inFileOrder(issues);
  throw new ConfigError(describeProblems("configuration", sorted), { issues: sorted });
}

function locate(node: MapNode): Located<ConfigObject> {
  return { data: toData(node), placeOf: placesOf(node) };
}
