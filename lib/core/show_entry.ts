import type { JsonObject, JsonValue } from "./json.ts";
import { isPlainObject } from "./json.ts";
import type { PathTest } from "./name_patterns.ts";
import { hideUrlSecrets, isSecretName } from "./redact.ts";
import { isSecret } from "./secret.ts";

/**
 * An entry as it may be shown: credentials by name stay, those written in place are `***`, and so are texts under the name
 * of a secret, what lets somebody in by a URL, and what `isHidden` says by the keys down to it.
 */
export function showEntry(
  entry: Readonly<Record<string, unknown>>,
  isHidden: PathTest = () => false,
): JsonObject {
  return showMap(entry, [], isHidden);
}

function showMap(
  map: Readonly<Record<string, unknown>>,
  path: readonly string[],
  isHidden: PathTest,
): JsonObject {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => {
      const here = [...path, key];
      return [key, key === "credentials" ? hideAll(value) : showBelow(value, here, isHidden)];
    }),
  );
}

/** A value as {@linkcode showEntry} shows it under the keys of `path`. */
export function showBelow(value: unknown, path: readonly string[], isHidden: PathTest): JsonValue {
  if (isSecret(value) || (!isPlainObject(value) && isHidden(path))) return "***";
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (Array.isArray(value)) return value.map((item) => showBelow(item, path, isHidden));
  if (isPlainObject(value)) return showMap(value, path, isHidden);
  return isSecretName(path.at(-1) ?? "") ? "***" : hideUrlSecrets(String(value));
}

/** Whether an entry, as it is shown, does not tell where its data lies, since its path is made of a secret. */
export function hidesPlace(shown: JsonObject): boolean {
  return Object.entries(shown).some(([key, value]) =>
    isPlainObject(value) ? hidesPlace(value as JsonObject) : value === "***" && PLACE_KEYS.has(key)
  );
}

const PLACE_KEYS: ReadonlySet<string> = new Set(["filepath", "path"]);

// The name of credentials is no secret.
function hideAll(value: unknown): JsonValue {
  if (typeof value === "string" || value === null || value === undefined) return value ?? null;
  if (!isPlainObject(value)) return "***";
  return Object.fromEntries(Object.keys(value).map((key) => [key, "***"]));
}
