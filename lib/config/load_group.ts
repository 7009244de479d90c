import type { Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";
import { type MapNode, placeOf, toNode } from "./config_node.ts";
import type { MergeStrategy } from "./config_rules.ts";
import type { ConfigSource } from "./config_source.ts";
import type { Environment } from "./environments.ts";
import type { ConfigGroupRules } from "./groups.ts";
import { mergeDeep, overlay } from "./merge.ts";
import { readGroup } from "./read_group.ts";
import type { ResolveLayer } from "./resolve_layer.ts";
import { namedSource } from "./source_text.ts";

/** One kind of configuration, the environments laid over each other. */
export interface LoadedGroup {
  /** All entries. */
  readonly node: MapNode;
  /** Everything that is wrong with them. */
  readonly issues: readonly Issue[];
  /** Paths of the files, in the order they were read. */
  readonly files: readonly string[];
  /** Whether a file has aliases. */
  readonly hasAliases: boolean;
  /** Whether a file may hold a secret. */
  readonly mayHoldSecrets: boolean;
}

/** What to read of a source, and how. */
export interface LoadGroupOptions {
  /** Its environments, lowest first. */
  readonly environments: readonly Environment[];
  /** What the kind of configuration is called. */
  readonly name: string;
  /** Its rules. */
  readonly rules: ConfigGroupRules;
  /** How its environments are merged. */
  readonly strategy: MergeStrategy;
  /** Works out the interpolations of an environment, each for itself. */
  readonly resolve: ResolveLayer;
}

/** Read one kind of configuration. */
export async function loadGroup(source: ConfigSource, options: LoadGroupOptions): Promise<LoadedGroup> {
  const { environments, name, rules, strategy, resolve } = options;
  const issues: Issue[] = [];
  const files: string[] = [];
  let hasAliases = false;
  let mayHoldSecrets = false;
  let node = toNode({}, { source: namedSource(source.name), start: 0, end: 0 });
  for (const { env, files: all } of environments) {
    const layer = await readGroup(source, env, { files: all, rules });
    files.push(...layer.files);
    issues.push(...layer.issues);
    hasAliases ||= layer.hasAliases;
    mayHoldSecrets ||= layer.mayHoldSecrets;
    if (layer.node === undefined) continue;
    const resolved = await resolve(layer.node);
    const merged = strategy === "soft"
      ? mergeDeep(node, resolved.node)
      : { node: overlay(node, resolved.node), issues: [] };
    issues.push(...newIssues(resolved.issues, layer.issues), ...merged.issues);
    node = merged.node;
  }
  node = rules.hasTemplates ? withoutTemplates(node) : node;
  return {
    ...{ node, files, hasAliases, mayHoldSecrets },
    issues: [...issues, ...unknownKeys(name, node, rules)],
  };
}

/** What is worth telling beside what is known: what a file would have held that cannot be read is not missing. */
export function newIssues(issues: readonly Issue[], known: readonly Issue[]): readonly Issue[] {
  const isPartial = known.some(({ code }) => UNREADABLE.test(code));
  return isPartial ? issues.filter(({ code }) => code !== "config.unknown_reference") : issues;
}

const UNREADABLE = /^config\.(?:yaml_|unreadable|not_utf8|not_a_map|too_large)/;

function withoutTemplates(node: MapNode): MapNode {
  return { ...node, entries: new Map([...node.entries].filter(([key]) => !key.startsWith("_"))) };
}

function unknownKeys(name: string, node: MapNode, { keys, keysElsewhere = {} }: ConfigGroupRules): Issue[] {
  if (keys === undefined) return [];
  return [...node.entries].filter(([key]) => !keys.includes(key)).map(([key, entry]) => {
    const owner = Object.hasOwn(keysElsewhere, key) ? keysElsewhere[key] : undefined;
    return {
      code: UNKNOWN_KEY,
      message: owner === undefined ? `${key} is not a key of ${name}.yml` : `${key} is a key of ${owner}`,
      path: [key],
      about: "key",
      place: placeOf(entry.key),
      suggestion: owner === undefined ? suggest(key, keys) : undefined,
    };
  });
}

const UNKNOWN_KEY = "config.unknown_key";

/** Whether a kind of configuration could be read and worked out; keys too many leave the others as they are. */
export function isSound({ issues }: LoadedGroup): boolean {
  return issues.every(({ code }) => code === UNKNOWN_KEY);
}
