import type { JsonObject, JsonValue } from "./json.ts";
import { isPlainObject } from "./json.ts";
import { hideUserInfo } from "./describe_value.ts";
import { isSecret } from "./secret.ts";

/** An entry as it may be shown: credentials by name stay, those written in place are `***`, as are passwords in URLs. */
export function showEntry(entry: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [key, key === "credentials" ? hideAll(value) : show(value)]),
  );
}

function show(value: unknown): JsonValue {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "string") return hideUserInfo(value);
  if (Array.isArray(value)) return value.map(show);
  if (isSecret(value)) return "***";
  return isPlainObject(value) ? showEntry(value) : hideUserInfo(String(value));
}

// The name of credentials is no secret.
function hideAll(value: unknown): JsonValue {
  if (typeof value === "string" || value === null || value === undefined) return value ?? null;
  if (!isPlainObject(value)) return "***";
  return Object.fromEntries(Object.keys(value).map((key) => [key, "***"]));
}
