import type { SourcePlace } from "../../core/issue.ts";
import {
  type ConfigNode,
  type Derivation,
  type MapEntry,
  type MapNode,
  type Mark,
  placeOf,
} from "../config_node.ts";
import type {
  ConfigDerivation,
  ConfigOrigin,
  ConfigReference,
  DroppedValue,
  OverriddenValue,
} from "./config_origin.ts";
import type { MadeMap, SecretValues } from "../secrets/secret_values.ts";
import { showValue, showWritten } from "./hide.ts";

/** A kind of configuration to look at. */
export interface ShownGroup {
  /** Its name. */
  readonly group: string;
  /** All of it. */
  readonly node: MapNode;
  /** What is not to be shown. */
  readonly secrets: SecretValues;
}

/** The values of a kind of configuration, and those that are gone, in the order they were written. */
export interface Origins {
  /** Values: maps are looked into, lists are not. */
  readonly origins: readonly ConfigOrigin[];
  /** Values that no one sees, as the map around them was replaced. */
  readonly dropped: readonly DroppedValue[];
}

/** Where every value comes from. */
export function listOrigins(group: ShownGroup): Origins {
  const found: Found = { group, origins: [], dropped: [] };
  walk(group.node, { path: [], above: [], writtenAbove: [] }, found);
  return { origins: found.origins, dropped: found.dropped };
}

interface Found {
  readonly group: ShownGroup;
  readonly origins: ConfigOrigin[];
  readonly dropped: DroppedValue[];
}

interface Here {
  readonly path: readonly string[];
  /** The entries down to here. */
  readonly above: readonly MapEntry[];
  /** Interpolations of the maps above. */
  readonly writtenAbove: readonly Written[];
}

interface Written {
  readonly path: readonly string[];
  readonly mark: Mark;
  readonly from: Derivation;
}

function walk(node: ConfigNode, here: Here, found: Found): void {
  const { path, above } = here;
  const writtenAbove = [...here.writtenAbove, ...chainOf(node, path)];
  if (node.kind !== "map" || (node.entries.size === 0 && path.length > 0)) {
    found.origins.push(describe(node, { path, above, writtenAbove }, found.group));
    return;
  }
  for (const [key, entry] of node.entries) {
    const below = { path: [...path, key], above: [...above, entry], writtenAbove };
    for (let over = entry.over; over !== undefined; over = over.over) {
      listDropped(over.value, entry, { path: below.path, replaced: below.path, found });
    }
    walk(entry.value, below, found);
  }
}

// An interpolation that is a whole value leads to another one, which may be made by an interpolation too.
function chainOf(node: ConfigNode, path: readonly string[]): Written[] {
  const chain: Written[] = [];
  for (let at: ConfigNode | undefined = node; at?.from !== undefined; at = at.from.target) {
    // What a function of the project gives is marked as made by it, and so is the value that holds it.
    const last = chain.at(-1);
    const isSame = last?.mark === at.mark && last.from.written === at.from.written;
    if (!isSame) chain.push({ path, mark: at.mark, from: at.from });
  }
  return chain;
}

function describe(node: ConfigNode, here: Here, { group, secrets }: ShownGroup): ConfigOrigin {
  const { path } = here;
  const shown = showValue(node, { group, path, above: madeAbove(here.writtenAbove) }, secrets);
  return {
    group,
    path,
    ...shown,
    place: bare(node.mark),
    madeBy: here.writtenAbove.map((written) => describeDerivation(written, shown.isHidden)),
    overrode: listOverridden(here, { group, secrets }),
  };
}

function madeAbove(written: readonly Written[]): readonly MadeMap[] {
  return written.map(({ path, from }) => ({ depth: path.length, from }));
}

function describeDerivation({ path, mark, from }: Written, isHidden: boolean): ConfigDerivation {
  return {
    path,
    written: showWritten(from.written, isHidden),
    place: bare(mark),
    sources: from.sources.map(({ reference, found }): ConfigReference => ({
      reference: showWritten(reference, isHidden),
      ...found && { place: bare(found.node.mark) },
    })),
  };
}

function listOverridden(
  { path, above }: Here,
  { group, secrets }: Omit<ShownGroup, "node">,
): OverriddenValue[] {
  const overridden: OverriddenValue[] = [];
  // What lies deeper was merged later.
  for (const [depth, entry] of [...above.entries()].reverse()) {
    for (let over = entry.over; over !== undefined; over = over.over) {
      // A value that a map took the place of stands above all values of the map.
      for (const below of deepest(over.value, path.slice(depth + 1))) {
        const at = path.slice(0, depth + 1 + below.depth);
        const made = below.above.map((map) => ({ ...map, depth: map.depth + depth + 1 }));
        const shown = showValue(below.node, { group, path: at, above: made }, secrets);
        overridden.push({ path: at, ...shown, place: bare(below.node.mark) });
      }
    }
  }
  return overridden;
}

function listDropped(
  node: ConfigNode,
  by: MapEntry,
  { path, replaced, found, above = [] }: {
    readonly path: readonly string[];
    readonly replaced: readonly string[];
    readonly found: Found;
    readonly above?: readonly MadeMap[];
  },
): void {
  if (node.kind !== "map") return;
  const made = node.from === undefined ? above : [...above, { depth: path.length, from: node.from }];
  for (const [key, entry] of node.entries) {
    const here = [...path, key];
    const now = follow(by.value, here.slice(replaced.length));
    // What it had taken the place of goes with it.
    for (let at: MapEntry | undefined = entry; at !== undefined; at = at.over) {
      const { value } = at;
      if (now === undefined && (value.kind !== "map" || value.entries.size === 0)) {
        const { group, secrets } = found.group;
        const shown = showValue(value, { group, path: here, above: made }, secrets);
        found.dropped.push({
          group,
          path: here,
          ...shown,
          place: bare(value.mark),
          replaced,
          by: bare(by.key),
        });
      } else listDropped(value, by, { path: here, replaced, found, above: made });
    }
  }
}

function follow(root: ConfigNode, path: readonly string[]): ConfigNode | undefined {
  return path.reduce<ConfigNode | undefined>(
    (node, key) => node?.kind === "map" ? node.entries.get(key)?.value : undefined,
    root,
  );
}

interface Deepest {
  readonly node: ConfigNode;
  readonly depth: number;
  readonly above: readonly MadeMap[];
}

// What stands at a path, or the value that ends it early, and what that had taken the place of; nothing where a map has no
// such key.
function* deepest(
  node: ConfigNode,
  path: readonly string[],
  { depth, above }: Omit<Deepest, "node"> = { depth: 0, above: [] },
): Generator<Deepest> {
  const key = path[depth];
  if (key === undefined || node.kind !== "map") return yield { node, depth, above };
  const made = node.from === undefined ? above : [...above, { depth, from: node.from }];
  for (let entry = node.entries.get(key); entry !== undefined; entry = entry.over) {
    yield* deepest(entry.value, path, { depth: depth + 1, above: made });
  }
}

// Without the text of the line, which may hold a secret.
function bare(mark: Mark): SourcePlace {
  const { text: _text, length: _length, ...place } = placeOf(mark);
  return place;
}
