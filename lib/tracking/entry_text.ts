import { toJsonText } from "../core/json.ts";

/**
 * A value as the text of a param or tag: text as it is, numbers and booleans as JavaScript writes them, everything else as
 * JSON; `undefined` for what has no text, such as a function.
 */
export function entryText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const text = typeof value === "object" && value !== null ? toJsonText(value) : primitiveText(value);
  // What stands for itself in JSON as text, such as a date, needs no quotes.
  return text?.startsWith('"') ? String(JSON.parse(text)) : text;
}

/** Values as the texts of tags. */
export function entryTexts(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, entryText(value) ?? ""]));
}

function primitiveText(value: unknown): string | undefined {
  return ["number", "boolean", "bigint"].includes(typeof value) || value === null ? String(value) : undefined;
}
