import { describePath } from "../core/describe_value.ts";
import type { Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";
import { type ConfigNode, type MapNode, placeOf, toNode } from "./config_node.ts";
import type { ConfigSource } from "./config_source.ts";
import type { Environment } from "./environments.ts";
import { CONFIG_GROUPS, type ConfigGroupName, type ConfigGroupRules } from "./groups.ts";
import { overlay } from "./merge.ts";
import { readGroup } from "./read_group.ts";
import { namedSource } from "./source_text.ts";

/** One kind of configuration, the environments laid over each other. */
export interface LoadedGroup {
  /** All entries. */
  readonly node: MapNode;
  /** Everything that is wrong with them. */
  readonly issues: readonly Issue[];
  /** Paths of the files, in the order they were read. */
  readonly files: readonly string[];
}

/** Read one kind of configuration from the environments, lowest first. */
export async function loadGroup(
  source: ConfigSource,
  environments: readonly Environment[],
  name: ConfigGroupName,
): Promise<LoadedGroup> {
  const rules = CONFIG_GROUPS[name];
  const issues: Issue[] = [];
  const files: string[] = [];
  let node = toNode({}, { source: namedSource(source.name), start: 0, end: 0 });
  for (const { env, files: all } of environments) {
    const layer = await readGroup(source, env, { files: all, rules });
    files.push(...layer.files);
    issues.push(...layer.issues);
    if (layer.node !== undefined) node = overlay(node, layer.node);
  }
  node = rules.hasTemplates ? withoutTemplates(node) : node;
  return { node, issues: [...issues, ...unknownKeys(name, node, rules), ...interpolations(node)], files };
}

function withoutTemplates(node: MapNode): MapNode {
  return { ...node, entries: new Map([...node.entries].filter(([key]) => !key.startsWith("_"))) };
}

function unknownKeys(name: ConfigGroupName, node: MapNode, { keys }: ConfigGroupRules): Issue[] {
  if (keys === undefined) return [];
  return [...node.entries].filter(([key]) => !keys.includes(key)).map(([key, entry]) => ({
    code: "config.unknown_key",
    message: `${key} is not a key of ${name}.yml`,
    path: [key],
    about: "key",
    place: placeOf(entry.key),
    suggestion: suggest(key, keys),
  }));
}

/** Texts with `${...}`: taking them as they are would be wrong, and replacing them is not supported yet. */
export function interpolations(node: ConfigNode): readonly Issue[] {
  const issues: Issue[] = [];
  collectInterpolations(node, [], issues);
  return issues;
}

function collectInterpolations(node: ConfigNode, path: (string | number)[], issues: Issue[]): void {
  if (node.kind === "scalar") {
    if (typeof node.value !== "string" || !node.value.includes("${")) return;
    const message = `${describePath(path)} refers to another value by \${...}: this is not supported yet`;
    issues.push({ code: "config.interpolation", message, path: [...path], place: placeOf(node.mark) });
    return;
  }
  const children = node.kind === "list" ? node.items.entries() : node.entries;
  for (const [key, child] of children) {
    path.push(key);
    collectInterpolations("kind" in child ? child : child.value, path, issues);
    path.pop();
  }
}
