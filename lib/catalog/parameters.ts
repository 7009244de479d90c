import type { ConfigObject, ConfigValue } from "../core/config_value.ts";

/** Name under which all parameters are loaded. */
export const ALL_PARAMETERS = "parameters";

const PREFIX = "params:";

/** Whether a name means parameters: `parameters` or `params:...`. */
export function isParameterName(name: string): boolean {
  return name === ALL_PARAMETERS || name.startsWith(PREFIX);
}

/** What a parameter name means: a path and its value. */
export interface ParameterHit {
  /** Keys down to the value; empty for all parameters. */
  readonly path: readonly string[];
  /** The value or block. */
  readonly value: ConfigValue;
}

/**
 * What `parameters` or `params:a.b` means, or `undefined` when nothing is there. A key may hold dots itself: the longest
 * key that fits wins. Lists are values; nothing looks into them.
 */
export function findParameter(parameters: ConfigObject, name: string): ParameterHit | undefined {
  if (name === ALL_PARAMETERS) return { path: [], value: parameters };
  return findPath(parameters, name.slice(PREFIX.length), []);
}

/** Keys that a parameter name stands for when nothing is there. */
export function parameterPath(name: string): readonly string[] {
  return name === ALL_PARAMETERS ? [] : name.slice(PREFIX.length).split(".");
}

/** Names of all parameters and blocks: `params:model`, `params:model.trees`. */
export function parameterNames(parameters: ConfigObject): string[] {
  return listPaths(parameters, PREFIX);
}

function findPath(block: ConfigObject, text: string, path: readonly string[]): ParameterHit | undefined {
  for (let end = text.length; end > 0; end = text.lastIndexOf(".", end - 1)) {
    const key = text.slice(0, end);
    if (!Object.hasOwn(block, key)) continue;
    const value = block[key] as ConfigValue;
    if (end === text.length) return { path: [...path, key], value };
    const hit = isBlock(value) ? findPath(value, text.slice(end + 1), [...path, key]) : undefined;
    if (hit !== undefined) return hit;
  }
  return undefined;
}

function listPaths(block: ConfigObject, prefix: string): string[] {
  return Object.entries(block).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    return isBlock(value) ? [name, ...listPaths(value, `${name}.`)] : [name];
  });
}

function isBlock(value: ConfigValue): value is ConfigObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
