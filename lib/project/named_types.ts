import type { ConfigObject } from "../core/config_value.ts";
import { isPlainObject } from "../core/json.ts";

/** A type or validator that an entry names. */
export interface NamedType {
  /** Its name. */
  readonly type: string;
  /** Where it stands in the catalog. */
  readonly path: readonly string[];
}

/** The types that entries name, also those of entries inside of entries. */
export function namedTypes(entries: Readonly<Record<string, unknown>>): readonly NamedType[] {
  return Object.entries(entries).flatMap(([name, entry]) => typesOf(entry, [name]));
}

/** The validators that entries name, also those of entries inside of entries. */
export function namedValidators(entries: Readonly<Record<string, unknown>>): readonly NamedType[] {
  return Object.entries(entries).flatMap(([name, entry]) => validatorsOf(entry, [name]));
}

/** Fields that hold an entry inside of another. */
const INNER = ["dataset", "data_set", "checkpoint"];

function typesOf(entry: unknown, path: readonly string[]): NamedType[] {
  // The dataset of partitions may be no more than a type.
  if (typeof entry === "string" && path.at(-1) === "dataset") return [{ type: entry, path }];
  if (!isPlainObject(entry)) return [];
  const { type } = entry as ConfigObject;
  const own = typeof type === "string" ? [{ type, path: [...path, "type"] }] : [];
  return [...own, ...INNER.flatMap((key) => typesOf(entry[key], [...path, key]))];
}

function validatorsOf(entry: unknown, path: readonly string[]): NamedType[] {
  if (!isPlainObject(entry)) return [];
  const { validator } = entry as ConfigObject;
  const named = isPlainObject(validator) ? validator["class"] : validator;
  const below = isPlainObject(validator) ? ["validator", "class"] : ["validator"];
  const own = typeof named === "string" ? [{ type: named, path: [...path, ...below] }] : [];
  return [...own, ...INNER.flatMap((key) => validatorsOf(entry[key], [...path, key]))];
}
