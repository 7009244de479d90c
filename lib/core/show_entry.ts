import type { JsonObject, JsonValue } from "./json.ts";
import { isPlainObject } from "./json.ts";
import { isSecret } from "./secret.ts";

/** An entry as it may be shown: credentials by name stay, those written in place are `***`, as are passwords in URLs. */
export function showEntry(entry: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [key, key === "credentials" ? hideAll(value) : show(value)]),
  );
}

/** A text without the user and password of the URLs in it. */
export function hideUserInfo(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^/?#\s]*@/gi, "$1***@");
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
