import type { ConfigObject, ConfigValue } from "../core/config_value.ts";
import type { SourcePlace } from "../core/issue.ts";
import type { PlaceOf } from "../core/located.ts";
import { isPlainObject } from "../core/json.ts";
import type { SourceText } from "./source_text.ts";

/** Characters of a source. */
export interface Mark {
  /** The text they stand in. */
  readonly source: SourceText;
  /** Offset of the first one. */
  readonly start: number;
  /** Offset after the last one. */
  readonly end: number;
}

/** How an interpolation made a value; the mark of the value is where the interpolation was written. */
export interface Derivation {
  /** What was written: `${globals:bucket}/cars.csv`. */
  readonly written: string;
  /** What it refers to, in the order it was asked for. */
  readonly sources: readonly DerivationSource[];
  /** The value that was taken over as it is, when the interpolation was all that was written. */
  readonly target?: ConfigNode | undefined;
}

/** One thing that an interpolation refers to. */
export interface DerivationSource {
  /** The reference: `${model.trees}`. */
  readonly reference: string;
  /** What stands there; `undefined` when it comes from no configuration. */
  readonly found?: FoundValue | undefined;
}

/** A value that was referred to. */
export interface FoundValue {
  /** The kind of configuration that it was found in. */
  readonly group: string;
  /** Keys down to it. */
  readonly path: readonly (string | number)[];
  /** The value. */
  readonly node: ConfigNode;
}

/** One value. */
export interface ScalarNode {
  /** Tells the kinds of node apart. */
  readonly kind: "scalar";
  /** The value. */
  readonly value: null | boolean | number | bigint | string;
  /** Where it was written. */
  readonly mark: Mark;
  /** Which interpolation made it, if one did; such a value is not looked into again. */
  readonly from?: Derivation | undefined;
  /** What an alias stands for: `*name`. */
  readonly aliasOf?: ConfigNode | undefined;
}

/** Values in order. */
export interface ListNode {
  /** Tells the kinds of node apart. */
  readonly kind: "list";
  /** The values. */
  readonly items: readonly ConfigNode[];
  /** Where it was written. */
  readonly mark: Mark;
  /** Which interpolation made it, if one did; such a value is not looked into again. */
  readonly from?: Derivation | undefined;
  /** What an alias stands for: `*name`. */
  readonly aliasOf?: ConfigNode | undefined;
}

/** Values by key. */
export interface MapNode {
  /** Tells the kinds of node apart. */
  readonly kind: "map";
  /** The values. */
  readonly entries: ReadonlyMap<string, MapEntry>;
  /** Where it was written. */
  readonly mark: Mark;
  /** Which interpolation made it, if one did; such a value is not looked into again. */
  readonly from?: Derivation | undefined;
  /** What an alias stands for: `*name`. */
  readonly aliasOf?: ConfigNode | undefined;
}

/** A key and its value. */
export interface MapEntry {
  /** Where the key was written. */
  readonly key: Mark;
  /** The value. */
  readonly value: ConfigNode;
  /** What stood here before a layer above took its place. */
  readonly over?: MapEntry | undefined;
}

/** Configuration as it was written: values that know their place. Never changed; merging makes new nodes. */
export type ConfigNode = ScalarNode | ListNode | MapNode;

/** The plain data of a node. */
export function toData(node: MapNode): ConfigObject;
export function toData(node: ConfigNode): ConfigValue;
export function toData(node: ConfigNode): ConfigValue {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map((item) => toData(item));
  const data: Record<string, ConfigValue> = {};
  for (const [key, { value }] of node.entries) {
    if (key === "__proto__") {
      // A key like any other: an assignment would take it for something else.
      Object.defineProperty(data, key, {
        value: toData(value),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    } else data[key] = toData(value);
  }
  return data;
}

/** Plain data as a node of which every value stands at one mark: values that come from no file. */
export function toNode(data: ConfigObject, mark: Mark): MapNode;
export function toNode(data: ConfigValue, mark: Mark): ConfigNode;
export function toNode(data: ConfigValue, mark: Mark): ConfigNode {
  if (Array.isArray(data)) return { kind: "list", items: data.map((item) => toNode(item, mark)), mark };
  if (!isPlainObject(data)) return { kind: "scalar", value: data as ScalarNode["value"], mark };
  const entries = Object.entries(data as ConfigObject).map(([key, value]) =>
    [key, { key: mark, value: toNode(value, mark) }] as const
  );
  return { kind: "map", entries: new Map(entries), mark };
}

/** The places of a node and of all below it. */
export function placesOf(root: ConfigNode): PlaceOf {
  return (path, part = "value") => {
    let node = root;
    let key: Mark | undefined;
    for (const step of path) {
      const next = childOf(node, step);
      if (next === undefined) return key && placeOf(key);
      key = next.key;
      node = next.value;
    }
    return part === "key" && key !== undefined ? placeOf(key) : placeOf(node.mark);
  };
}

/** Where a mark is, for messages. */
export function placeOf({ source, start, end }: Mark): SourcePlace {
  return source.placeOf(start, end);
}

/** A part of a mark: that of the characters `written`, if they stand in it. */
export function narrow(mark: Mark, written: string): Mark {
  const at = mark.source.text.slice(mark.start, mark.end).indexOf(written);
  return at < 0 ? mark : { ...mark, start: mark.start + at, end: mark.start + at + written.length };
}

function childOf(node: ConfigNode, step: string | number): MapEntry | undefined {
  if (node.kind === "map") return node.entries.get(String(step));
  const item = node.kind === "list" ? node.items[Number(step)] : undefined;
  return item && { key: item.mark, value: item };
}
