import type { ConfigObject } from "../core/config_value.ts";
import { listWords } from "../core/describe_value.ts";
import { ConfigError } from "../core/errors.ts";
import { describeIssue, describeProblems, inFileOrder, type Issue, type SourcePlace } from "../core/issue.ts";
import type { Located } from "../core/located.ts";
import { hideLeaves, type SecretTree } from "../core/secret_tree.ts";
import { once } from "../core/once.ts";
import { suggest } from "../core/suggest.ts";
import { placesOf, toData } from "./config_node.ts";
import { BASE_ENV, chooseEnv } from "./env.ts";
import { listEnvironments } from "./environments.ts";
import type { ConfigExplanation } from "./explain/explain_key.ts";
import { isSound, type LoadedGroup } from "./load_group.ts";
import { openSource } from "./open_source.ts";
import type { SecretValues } from "./secrets/secret_values.ts";
import { type ReadGroups, readGroups, type ReadGroupsOptions } from "./read_groups.ts";

/** Which configuration to load. */
export interface LoadConfigOptions extends ReadGroupsOptions {
  /** Folder of the project. */
  readonly root: string;
  /**
   * Where the configuration is: a folder or a zip, tar or tar.gz archive, below `root` or absolute, or an s3, http or https
   * URL of one. When it is given it must exist. @default {"conf"}
   */
  readonly confSource?: string | undefined;
  /** Environment. @default {KEDGE_ENV or KEDRO_ENV of `variables`, else `defaultEnv`} */
  readonly env?: string | undefined;
  /**
   * Further problems, reported together with those of the files: it is given the kinds of configuration that were read
   * without any, and of a catalog with problems the entries that have none.
   */
  readonly check?:
    | ((groups: Partial<ConfigGroups>, facts: SourceFacts) => readonly Issue[] | Promise<readonly Issue[]>)
    | undefined;
  /**
   * Told of all problems, instead of an error that is thrown: what can be read is then given, with null for values that
   * cannot be worked out.
   */
  readonly onProblems?: ((error: ConfigError) => void) | undefined;
}

/** What is known of where the files came from. */
export interface SourceFacts {
  /** Whether modules that the files name may be loaded: only where the files lie in a folder of this machine. */
  readonly mayNameModules: boolean;
  /**
   * Whether a value is made of a secret by references, though its own name does not say so: `copy: ${password}`. By kind of
   * configuration and keys down to it.
   */
  readonly isMadeOfSecret: IsMadeOfSecret;
  /** Text without the secrets in it. @default {there are no secrets} */
  readonly maskAbout?: MaskAbout | undefined;
  /** Any text without the secrets in it. @default {there are none} */
  readonly mask?: ((text: string) => string) | undefined;
}

/** A text about what stands at a top-level key of a kind of configuration, with `***` for the secrets that are in it. */
export type MaskAbout = (group: string, key: string, text: string) => string;

/** Whether a value is made of a secret, by kind of configuration and keys down to it. */
export type IsMadeOfSecret = (group: string, path: readonly (string | number)[]) => boolean;

/** The kinds of configuration. */
export interface ConfigGroups {
  /** What all environments and kinds of configuration may refer to. */
  readonly globals: Located<ConfigObject>;
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
export interface LoadedConfig extends ConfigGroups, SourceFacts {
  /** The environment. */
  readonly env: string;
  /** The files that were read, in order. */
  readonly files: readonly string[];
  /** What is fine today and should be changed, such as keys that `oc.deprecated` gives a new name. */
  readonly notices: readonly Issue[];
  /**
   * Keys down to every parameter of this run that neither files nor code have and no file asks for: misspelt ones, most
   * often.
   */
  readonly newParameters: readonly (readonly string[])[];
  /**
   * A kind of configuration by name, also one of the project's own.
   *
   * @throws {ConfigError} When there is no such kind, or no file of it.
   */
  group(name: string): Located<ConfigObject | SecretTree>;
  /**
   * Where the values at a key come from: `model.trees`, `params:model`, `catalog.cars.filepath`; secrets are `***`.
   * Without a key, where all values come from.
   *
   * @throws {ConfigError} When there is nothing at this key.
   */
  explain(key?: string): Promise<ConfigExplanation>;
}

/**
 * Read the configuration of a project: `conf/base` overlaid by `conf/<env>`, as Kedro lays it out.
 *
 * An environment replaces whole top-level keys of `base`; runtime parameters are merged into the parameters at every depth.
 * Interpolations (`${a.b}`, `${globals:bucket}`) are worked out inside of each environment, before it overlays another.
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
  const { root, confSource, env, variables, check, baseEnv = BASE_ENV, defaultEnv, ignoreHidden } = options;
  const choice = chooseEnv(env, variables, defaultEnv);
  const source = await openSource(confSource ?? DEFAULT_SOURCE, { root, ignoreHidden, baseEnv });
  await using _ = { [Symbol.asyncDispose]: async () => await source.close?.() };
  const mayBeMissing = confSource === undefined;
  const { mayNameModules } = source;
  const { environments, issues } = await listEnvironments(source, choice, { baseEnv, mayBeMissing });
  const { read, added, problems, notices, hasReferences, mayHoldSecrets } = await readGroups(
    source,
    environments,
    options,
  );
  const groups = locateGroups(read);
  const found = [...issues, ...problems];
  // Looked for when somebody asks: most values are read by nobody but a node.
  const inVariables = SECRET_VARIABLES.flatMap((name) => variables?.get(name) || []);
  const secrets = mayHoldSecrets || inVariables.length > 0
    ? await secretFinder(read, inVariables)
    : undefined;
  const isMadeOfSecret: IsMadeOfSecret = (group, path) =>
    hasReferences && secrets !== undefined && secrets().isMadeOfSecret(group, path);
  const maskAbout: MaskAbout | undefined = secrets && ((...args) => secrets().maskAbout(...args));
  const mask: SourceFacts["mask"] = secrets && ((text) => secrets().mask(text));
  const all = [
    ...found,
    ...Object.values(read).flatMap((group) => group.issues),
    ...await check?.(found.length > 0 ? {} : withoutProblems(groups, read), {
      mayNameModules,
      isMadeOfSecret,
      maskAbout,
      mask,
    }) ?? [],
  ];
  if (all.length > 0) tellIssues(withoutSecrets(all, (await secretFinder(read))()), options.onProblems);
  const files = new Set(Object.values(read).flatMap((group) => group.files));
  const { globals, catalog, parameters, credentials, mlflow, kedge } = groups;
  return {
    ...{ globals, catalog, parameters, credentials, mlflow, kedge },
    env: choice.env,
    mayNameModules,
    isMadeOfSecret,
    maskAbout,
    mask,
    notices,
    files: [...files].map((file) => `${source.name}/${file}`),
    newParameters: added,
    group: (wanted) => {
      const group = Object.hasOwn(groups, wanted) ? groups[wanted] : undefined;
      if (group === undefined) throw oneProblem(unknownGroup(wanted, Object.keys(groups)));
      const isThere = read[wanted]?.files.length !== 0 || Object.hasOwn(options.replace ?? {}, wanted);
      if (isThere || wanted === "globals") return group;
      throw oneProblem(noFiles(wanted, environments.map((layer) => `${source.name}/${layer.env}`)));
    },
    async explain(key) {
      const { explainAll, explainKey }: typeof import("./explain/explain_key.ts") = await import(EXPLAIN);
      const secrets = (await secretFinder(read))();
      const all = Object.entries(read).map(([group, { node }]) => ({ group, node, secrets }));
      return key === undefined ? explainAll(all) : explainKey(all, key);
    },
  };
}

const DEFAULT_SOURCE = "conf";

// Not a literal import(): runs need it not.
const EXPLAIN: string = "./explain/explain_key.ts";

// Nor do runs without secrets need these.
const SECRETS: string = "./secrets/find_secrets.ts";

// What lets its bearer in, by the names that clients of MLflow and Amazon know.
const SECRET_VARIABLES = [
  "MLFLOW_TRACKING_PASSWORD",
  "MLFLOW_TRACKING_TOKEN",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
];

async function secretFinder(
  read: ReadGroups["read"],
  further?: readonly string[],
): Promise<() => SecretValues> {
  const { findSecrets }: typeof import("./secrets/find_secrets.ts") = await import(SECRETS);
  return once(() => findSecrets(read, further));
}

function locateGroups({ credentials, ...others }: ReadGroups["read"]): ConfigGroups & OtherGroups {
  const { globals, catalog, parameters, mlflow, kedge } = others;
  return {
    ...Object.fromEntries(Object.entries(others).map(([name, group]) => [name, locate(group)])),
    globals: locate(globals),
    catalog: locate(catalog),
    parameters: locate(parameters),
    credentials: { ...locate(credentials), data: hideLeaves(toData(credentials.node)) },
    mlflow: locate(mlflow),
    kedge: locate(kedge),
  };
}

type OtherGroups = Readonly<Record<string, Located<ConfigObject | SecretTree>>>;

function locate({ node }: LoadedGroup): Located<ConfigObject> {
  return { data: toData(node), placeOf: placesOf(node) };
}

function withoutProblems(
  groups: ConfigGroups & OtherGroups,
  read: Readonly<Record<string, LoadedGroup>>,
): Partial<ConfigGroups> {
  const sound: Partial<ConfigGroups> = Object.fromEntries(
    Object.entries(groups).filter(([name]) => read[name] !== undefined && isSound(read[name])),
  );
  const { catalog = soundEntries(groups.catalog, read["catalog"]?.issues ?? []) } = sound;
  return catalog === undefined ? sound : { ...sound, catalog };
}

// An entry that is wrong says nothing of the others.
function soundEntries(
  catalog: ConfigGroups["catalog"],
  issues: readonly Issue[],
): ConfigGroups["catalog"] | undefined {
  const wrong = new Set(issues.map(({ path }) => path?.[0]));
  // What is wrong with a whole file may be wrong with any of them.
  if (wrong.has(undefined)) return undefined;
  const data = Object.fromEntries(Object.entries(catalog.data).filter(([name]) => !wrong.has(name)));
  return { ...catalog, data };
}

function tellIssues(issues: readonly Issue[], onProblems: LoadConfigOptions["onProblems"]): void {
  // Parameters of a run are read where they are referred to, again and again.
  const unique = new Map(issues.map((issue) => [describeIssue(issue), issue])).values();
  const sorted = inFileOrder([...unique]);
  const error = new ConfigError(describeProblems("configuration", sorted), { issues: sorted });
  if (onProblems === undefined) throw error;
  onProblems(error);
}

// What lies near a problem may be a secret, and so may what a message found.
function withoutSecrets(issues: readonly Issue[], secrets: SecretValues): readonly Issue[] {
  return issues.map((issue) => {
    const { place } = issue;
    const isShown = place?.text === undefined || secrets.mask(place.text) === place.text;
    const { text: _text, ...bare } = place ?? {};
    return {
      ...issue,
      message: secrets.mask(issue.message),
      // It has a file, as it has a line.
      place: isShown ? place : bare as SourcePlace,
    };
  });
}

function oneProblem(issue: Issue): ConfigError {
  return new ConfigError(describeProblems("configuration", [issue]), { issues: [issue] });
}

function unknownGroup(name: string, known: readonly string[]): Issue {
  const suggestion = suggest(name, known);
  const message = `There is no kind of configuration "${name}": known are ${listWords(known, "and")}`;
  return { code: "config.unknown_group", message, suggestion };
}

function noFiles(name: string, folders: readonly string[]): Issue {
  const message = `There is no file of "${name}" in ${listWords(folders, "or")}`;
  return { code: "config.no_files", message };
}
