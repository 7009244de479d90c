import { isPlainObject } from "../core/json.ts";
import { fitsAny, type PathTest } from "../core/name_patterns.ts";
import { createRedactor, redactValue } from "./redact.ts";
import type { ParamSettings } from "./settings.ts";

/** What of a parameter is to be recorded: nothing, a part, and `***` for what is not to be shown. */
export type ParamFilter = (value: unknown, path: readonly string[]) => unknown;

/**
 * The filter of the lists `include`, `exclude` and `redact`. What remains of nothing is `undefined`.
 *
 * @param isRedacted What is not to be shown. @default {what `redact` and the names of secrets say}
 */
export function createParamFilter(
  { include = [], exclude = [], redact = [] }: Partial<ParamSettings>,
  isRedacted: PathTest = createRedactor(redact),
): ParamFilter {
  const isIncluded = fitsAny(include);
  const isExcluded = fitsAny(exclude);
  const isKept = (path: readonly string[]) => (include.length === 0 || isIncluded(path)) && !isExcluded(path);

  return function filter(value, path): unknown {
    if (!isPlainObject(value) || Object.keys(value).length === 0) {
      return isKept(path) ? redactValue(value, isRedacted, path) : undefined;
    }
    const kept = Object.entries(value)
      .map(([key, inner]) => [key, filter(inner, [...path, key])] as const)
      .filter(([, inner]) => inner !== undefined);
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  };
}
