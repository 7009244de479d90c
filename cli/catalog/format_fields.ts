import type { JsonObject, JsonValue } from "../../mod.ts";
import { printable } from "../format/text.ts";

/** The fields of an entry, a line each, nested ones indented; short lists and maps on one line. */
export function formatFields(fields: JsonObject): string[] {
  return Object.entries(fields).flatMap(([key, value]) => {
    const inline = `${printable(key)}: ${formatValue(value)}`;
    if (!isMap(value) || inline.length <= 60) return [inline];
    return [`${printable(key)}:`, ...formatFields(value).map((line) => `  ${line}`)];
  });
}

function formatValue(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(formatValue).join(", ")}]`;
  if (isMap(value)) {
    const inner = Object.entries(value).map(([key, item]) => `${printable(key)}: ${formatValue(item)}`);
    return `{${inner.join(", ")}}`;
  }
  return typeof value === "string" && isPlain(value) ? value : printable(JSON.stringify(value));
}

function isMap(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPlain(text: string): boolean {
  return /^[\w./@:{}*-]+( [\w./@:{}*-]+)*$/.test(text) && !/^(true|false|null|[\d.+-]+)$/.test(text);
}
