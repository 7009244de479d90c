import type { ConfigObject } from "../../lib/core/config_value.ts";
import { revealLeaves, type SecretTree } from "../../lib/core/secret_tree.ts";
import type { MergeStrategy } from "../../lib/config/config_rules.ts";
import type { ConfigResolver } from "../../lib/config/interpolation/interpolation_context.ts";
import { loadConfig } from "../../lib/config/load_config.ts";
import { tempDir } from "../support/temp_dir.ts";

interface ConfigInput {
  readonly files: Readonly<Record<string, string>>;
  readonly key: string;
  readonly env?: string;
  readonly runtime_params?: ConfigObject;
  readonly make_dirs?: readonly string[];
  readonly environ?: Readonly<Record<string, string>>;
  readonly set?: Readonly<Record<string, ConfigObject>>;
  readonly loader_args?: {
    readonly base_env?: string;
    readonly default_run_env?: string;
    readonly merge_strategy?: Readonly<Record<string, MergeStrategy>>;
    readonly config_patterns?: Readonly<Record<string, readonly string[]>>;
    readonly ignore_hidden?: boolean;
    readonly custom_resolvers?: readonly string[];
  };
}

/** Run one case of config.json. */
export async function run(input: unknown): Promise<unknown> {
  const { files, key, env, runtime_params, make_dirs, environ = {}, set, loader_args = {} } =
    input as ConfigInput;
  await using dir = await tempDir();
  for (const folder of make_dirs ?? ["base", "local", ...env === undefined ? [] : [env]]) {
    await Deno.mkdir(dir.join("conf", folder), { recursive: true });
  }
  await dir.write(Object.fromEntries(Object.entries(files).map(([path, text]) => [`conf/${path}`, text])));
  const variables = { get: (name: string) => environ[name] };
  const resolvers: Readonly<Record<string, ConfigResolver>> = {
    ...RESOLVERS,
    "oc.env": (name: string, fallback?: string) => variables.get(name) ?? fallback,
  };
  const config = await loadConfig({
    root: dir.path,
    confSource: "conf",
    env,
    variables,
    runtimeParams: runtime_params,
    replace: set,
    merge: loader_args.merge_strategy,
    patterns: loader_args.config_patterns,
    baseEnv: loader_args.base_env,
    defaultEnv: loader_args.default_run_env,
    ignoreHidden: loader_args.ignore_hidden,
    resolvers: Object.fromEntries(
      (loader_args.custom_resolvers ?? []).map((name) => [name, resolvers[name]!]),
    ),
  });
  // Credentials are hidden; their shape is that of a map of secrets.
  const { data } = config.group(key);
  return key === "credentials" ? revealLeaves(data as SecretTree) : data;
}

const RESOLVERS: Readonly<Record<string, ConfigResolver>> = {
  add: (...terms: number[]) => terms.reduce((sum, term) => sum + term, 0),
  plus_2: (term: number) => term + 2,
  upper: (text: string) => text.toUpperCase(),
  join: (separator: string, ...parts: string[]) => parts.join(separator),
  obj: (a: unknown, b: unknown) => ({ a, b }),
};
