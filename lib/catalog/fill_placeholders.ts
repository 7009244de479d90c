import { isPlainObject } from "../core/json.ts";

/** A value with the placeholders in its texts filled in, at every depth; keys stay. `{{` and `}}` are braces themselves. */
export function fillPlaceholders(value: unknown, values: Readonly<Record<string, string>>): unknown {
  return mapTexts(value, (text) =>
    text.replace(TOKEN, (token, name: string | undefined) => {
      if (name === undefined) return token.charAt(0);
      return Object.hasOwn(values, name) ? values[name]! : token;
    }));
}

/** Where a placeholder stands. */
export interface PlaceholderUse {
  /** Its name. */
  readonly name: string;
  /** Keys down to the text. */
  readonly path: readonly (string | number)[];
}

/** All placeholders in the texts of a value. */
export function findPlaceholders(value: unknown, path: readonly (string | number)[] = []): PlaceholderUse[] {
  if (typeof value === "string") {
    return [...value.matchAll(TOKEN)].flatMap(([, name]) => name === undefined ? [] : [{ name, path }]);
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => findPlaceholders(item, [...path, index]));
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => findPlaceholders(item, [...path, key]));
}

const TOKEN = /\{\{|\}\}|\{([^{}]*)\}/g;

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return value.includes("}") ? change(value) : value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]));
}
