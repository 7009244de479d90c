import type { ConfigObject } from "../core/config_value.ts";
import { isPlainObject } from "../core/json.ts";

/** A type that an entry names. */
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

function typesOf(entry: unknown, path: readonly string[]): NamedType[] {
  if (!isPlainObject(entry)) return [];
  const { type } = entry as ConfigObject;
  const own = typeof type === "string" ? [{ type, path: [...path, "type"] }] : [];
  return ["dataset", "data_set"].reduce<NamedType[]>(
    (found, key) => [...found, ...typesOf(entry[key], [...path, key])],
    own,
  );
}
