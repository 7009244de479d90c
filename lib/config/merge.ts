import { describePath } from "../core/describe_value.ts";
import { describePlace, type Issue } from "../core/issue.ts";
import { type ConfigNode, type MapEntry, type MapNode, placeOf } from "./config_node.ts";

/** The entries of `over` in place of those of `under`, key by key at the top: how an environment overlays another. */
export function overlay(under: MapNode, over: MapNode): MapNode {
  const entries = new Map(under.entries);
  for (const [key, entry] of over.entries) entries.set(key, put(entry, entries.get(key)));
  return { ...under, entries };
}

/** A merged map, and what is wrong or new in it. */
export interface Merged extends Joined {
  /** Keys down to every value that stands in the upper map only, in order. */
  readonly added: readonly (readonly string[])[];
}

/** A merged map, and what stood in both. */
export interface Joined {
  /** All entries. */
  readonly node: MapNode;
  /** One for every key that must not stand twice. */
  readonly issues: readonly Issue[];
}

/**
 * The values of `over` in place of those of `under`, at every depth: maps are united, everything else is replaced. A list
 * and a map cannot take each other's place: that is a mistake, as in OmegaConf.
 */
export function mergeDeep(under: MapNode, over: MapNode): Merged {
  const found = { issues: [], added: [] };
  return { node: mergeInto(under, over, [], found), ...found };
}

function mergeInto(
  under: MapNode,
  over: MapNode,
  path: readonly string[],
  found: { readonly issues: Issue[]; readonly added: (readonly string[])[] },
): MapNode {
  const entries = new Map(under.entries);
  for (const [key, entry] of over.entries) {
    const here = [...path, key];
    const below = entries.get(key);
    if (below?.value.kind === "map" && entry.value.kind === "map") {
      entries.set(key, { ...below, value: mergeInto(below.value, entry.value, here, found) });
      continue;
    }
    if (below === undefined) found.added.push(...leaves(here, entry.value));
    else if (isListAgainstMap(below, entry)) found.issues.push(mismatch(here, below, entry));
    entries.set(key, put(entry, below));
  }
  return { ...under, entries };
}

// An entry in the place of another, which it remembers.
function put(entry: MapEntry, below: MapEntry | undefined): MapEntry {
  return below === undefined ? entry : { ...entry, over: below };
}

function leaves(path: readonly string[], node: ConfigNode): (readonly string[])[] {
  if (node.kind !== "map" || node.entries.size === 0) return [path];
  return [...node.entries].flatMap(([key, { value }]) => leaves([...path, key], value));
}

function isListAgainstMap(one: MapEntry, other: MapEntry): boolean {
  return [one, other].every(({ value }) => value.kind !== "scalar") && one.value.kind !== other.value.kind;
}

function mismatch(path: readonly string[], below: MapEntry, entry: MapEntry): Issue {
  const { file, line } = placeOf(below.key);
  return {
    code: "config.list_against_map",
    message: `${describePath(path)} must stay a ${below.value.kind}, as in ${
      describePlace({ file, line })
    }: it is a ${entry.value.kind}`,
    path,
    place: placeOf(entry.key),
  };
}

/**
 * The entries of two files of one environment. With `unique: "keys"` no top-level key may stand in both; with `"leaves"`
 * maps are united and no value may stand in both. Templates (`_` at the top) may; the later one wins.
 */
export function joinFiles(first: MapNode, second: MapNode, unique: "keys" | "leaves"): Joined {
  const issues: Issue[] = [];
  const node = join(first, second, unique === "leaves", [], issues);
  return { node, issues };
}

function join(
  first: MapNode,
  second: MapNode,
  isDeep: boolean,
  path: readonly string[],
  issues: Issue[],
): MapNode {
  const entries = new Map(first.entries);
  for (const [key, entry] of second.entries) {
    const earlier = entries.get(key);
    const here = [...path, key];
    if (isDeep && earlier?.value.kind === "map" && entry.value.kind === "map") {
      entries.set(key, { ...earlier, value: join(earlier.value, entry.value, isDeep, here, issues) });
      continue;
    }
    const isTemplate = path.length === 0 && key.startsWith("_");
    if (earlier !== undefined && !isTemplate) issues.push(duplicate(here, earlier, entry));
    entries.set(key, entry);
  }
  return { ...first, entries };
}

function duplicate(path: readonly string[], earlier: MapEntry, entry: MapEntry): Issue {
  const { file, line } = placeOf(earlier.key);
  return {
    code: "config.duplicate_key",
    message: `${describePath(path)} is written in two files, first in ${describePlace({ file, line })}`,
    path,
    about: "key",
    place: placeOf(entry.key),
  };
}
