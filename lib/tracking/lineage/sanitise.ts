import type { PathTest } from "../../core/name_patterns.ts";
import { isPlainObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { isSecret } from "../../core/secret.ts";
import { createRedactor, redactValue } from "../redact.ts";
import { redact } from "../system/command_line.ts";

/** A value as it may be stored: `***` for what names or its own looks say is secret, text for what JSON cannot hold. */
export function sanitise(
  value: JsonObject | Readonly<Record<string, unknown>>,
  names: readonly string[],
  isRedacted: PathTest = createRedactor(names),
): JsonValue {
  return plain(redactValue(value, isRedacted), names);
}

function plain(value: unknown, names: readonly string[]): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "string") return redact(value, names);
  if (isSecret(value)) return "***";
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => plain(item, names));
  if (!isPlainObject(value)) return redact(String(value), names);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner, names)]));
}
