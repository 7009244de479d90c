import { isPlainObject } from "../../../core/json.ts";

/** An object of an answer. MLflow leaves out what is empty, so a field that is missing is an empty one. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object; an empty one for anything else. */
export function fieldsOf(value: unknown): Fields {
  return isPlainObject(value) ? value : {};
}

/** A field that is an object. */
export function objectOf(fields: Fields, name: string): Fields {
  return fieldsOf(fields[name]);
}

/** A field that is a list of objects. */
export function listOf(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name];
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** A field that is text, or a number that stands for it. */
export function textOf(fields: Fields, name: string): string {
  return optionalText(fields, name) ?? "";
}

/** A field that is text; `undefined` when it is missing or empty. */
export function optionalText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  const text = typeof value === "number" || typeof value === "string" ? String(value) : "";
  return text === "" ? undefined : text;
}

/** A field that is a number; values that JSON cannot hold are text. */
export function numberOf(fields: Fields, name: string): number {
  return optionalNumber(fields, name) ?? 0;
}

/** A field that is a number, or `undefined`. */
export function optionalNumber(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  return typeof value === "number" || typeof value === "string" && value !== "" ? Number(value) : undefined;
}

/** A list of keys and values as a record. */
export function recordOf(fields: Fields, name: string): Readonly<Record<string, string>> {
  // Keys may be names of properties that every object has.
  return Object.fromEntries(
    listOf(fields, name).map((entry) => [textOf(entry, "key"), textOf(entry, "value")]),
  );
}

/** A record as MLflow wants it: a list of keys and values. */
export function toPairs(
  entries: Readonly<Record<string, string>> | readonly (readonly [string, string])[] = {},
): readonly { readonly key: string; readonly value: string }[] {
  const pairs = Array.isArray(entries)
    ? entries as readonly (readonly [string, string])[]
    : Object.entries(entries);
  return pairs.map(([key, value]) => ({ key, value }));
}

/** The token of the next page; none when it is missing or empty. */
export function nextPageOf(answer: Fields): string | undefined {
  return optionalText(answer, "next_page_token");
}
