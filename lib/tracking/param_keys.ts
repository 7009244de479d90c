import { isPlainObject } from "../core/json.ts";
import { MAX_KEY_LENGTH } from "./limits.ts";
import { sanitiseName } from "./sanitise_name.ts";

/** Makes the key under which a parameter is recorded of its name. */
export type ParamKeys = (name: string) => string;

/**
 * Keys that MLflow takes for the names of all parameters of a project. Where two names would come to the same key, each
 * that had to be changed gets the hash of its name at the end: the same in every process and whatever runs first.
 */
export function createParamKeys(parameters: Readonly<Record<string, unknown>>, sep: string): ParamKeys {
  const names = new Map<string, Set<string>>();
  for (const name of namesOf(parameters, sep)) {
    const key = toKey(name);
    names.set(key, (names.get(key) ?? new Set()).add(name));
  }
  return (name) => {
    const key = toKey(name);
    if (key === name || (names.get(key)?.size ?? 0) < 2) return key;
    return withHash(key, name);
  };
}

// As inputs of nodes (`a.b`), flattened from there (`a.b-c`), and flattened from all of them (`parameters-a-b`).
function namesOf(block: Readonly<Record<string, unknown>>, sep: string): readonly string[] {
  const paths = pathsOf(block);
  return paths.flatMap((path) => [
    ["parameters", ...path].join(sep),
    ...path.map((_, i) => [path.slice(0, i + 1).join("."), ...path.slice(i + 1)].join(sep)),
  ]);
}

function pathsOf(block: Readonly<Record<string, unknown>>): readonly (readonly string[])[] {
  return Object.entries(block).flatMap(([key, value]) => [
    [key],
    ...isPlainObject(value) ? pathsOf(value).map((path) => [key, ...path]) : [],
  ]);
}

function toKey(name: string): string {
  const parts = sanitiseName(name).split("/").map((part) => ["", ".", ".."].includes(part) ? "_" : part);
  const key = parts.join("/").replace(/^\.\./, "__");
  return key.length <= MAX_KEY_LENGTH ? key : withHash(key, name);
}

function withHash(key: string, name: string): string {
  const hash = hashOf(name);
  return `${key.slice(0, MAX_KEY_LENGTH - hash.length - 1).toWellFormed()}_${hash}`;
}

// FNV-1a, 32 bits.
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
