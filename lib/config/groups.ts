/** One kind of configuration, and how its files come together. */
export interface ConfigGroupRules {
  /** Patterns of its files below an environment, without extension. */
  readonly patterns: readonly string[];
  /** What must not stand in two files of one environment: `leaves` are values at any depth, `keys` those at the top. */
  readonly unique: "keys" | "leaves";
  /** Whether top-level keys that begin with `_` are templates, which no one sees. */
  readonly hasTemplates: boolean;
  /** Whether its values are credentials. */
  readonly isSecret: boolean;
  /** The keys it may have, where Kedge knows them all. */
  readonly keys?: readonly string[] | undefined;
  /** Keys that are looked for here and stand in another file, with its name. */
  readonly keysElsewhere?: Readonly<Record<string, string>> | undefined;
}

/** Name of a kind of configuration. */
export type ConfigGroupName = "globals" | "catalog" | "parameters" | "credentials" | "mlflow" | "kedge";

/** The files of Kedro, kedro-mlflow and Kedge. */
export const CONFIG_GROUPS: Readonly<Record<ConfigGroupName, ConfigGroupRules>> = {
  globals: { patterns: ["globals.yml"], unique: "keys", hasTemplates: true, isSecret: false },
  catalog: { patterns: named("catalog"), unique: "keys", hasTemplates: true, isSecret: false },
  parameters: { patterns: named("parameters"), unique: "leaves", hasTemplates: false, isSecret: false },
  credentials: { patterns: named("credentials"), unique: "keys", hasTemplates: true, isSecret: true },
  mlflow: { patterns: named("mlflow"), unique: "keys", hasTemplates: true, isSecret: false },
  kedge: {
    patterns: named("kedge"),
    unique: "keys",
    hasTemplates: true,
    isSecret: false,
    keys: ["tracking"],
    keysElsewhere: { server: "mlflow.yml", ui: "mlflow.yml" },
  },
};

/** The kinds of configuration of a project: those above with its own patterns, and its own kinds. */
export function groupRules(
  patterns: Readonly<Record<string, readonly string[]>> = {},
): Readonly<Record<string, ConfigGroupRules>> {
  const names = [...Object.keys(CONFIG_GROUPS), ...Object.keys(patterns)];
  return Object.fromEntries(names.map((name) => {
    const known = Object.hasOwn(CONFIG_GROUPS, name) ? CONFIG_GROUPS[name as ConfigGroupName] : OTHER_GROUP;
    return [name, { ...known, patterns: patterns[name] ?? known.patterns }];
  }));
}

const OTHER_GROUP: ConfigGroupRules = { patterns: [], unique: "keys", hasTemplates: true, isSecret: false };

function named(name: string): string[] {
  return [`${name}*`, `${name}*/**`, `**/${name}*`];
}
