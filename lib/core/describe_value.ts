import { hideUrlSecrets } from "./redact.ts";
import { isSecret } from "./secret.ts";

const MAX_TEXT = 60;
const MAX_LISTED = 10;

/** A value as a message names it: `"csvv"`, `12`, `a list`; secrets are `***`. */
export function describeValue(value: unknown): string {
  if (isSecret(value)) return "***";
  if (typeof value === "string") return JSON.stringify(shorten(hideUrlSecrets(value)));
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null) return describeObject(value);
  return typeof value === "function" ? "a function" : String(value);
}

// A date or a typed array is no map to whoever made it.
function describeObject(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return "a map";
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== "" ? `an instance of ${name}` : "an object";
}

/** What an error says. Anything may be thrown: text, nothing, objects that have no text or throw when they are read. */
export function reasonOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return "a value that has no text";
  }
}

/** A sentence as it goes on after a colon: `No such engine` becomes `no such engine`; names and acronyms stay. */
export function midSentence(sentence: string): string {
  return /^[A-Z][a-z]* /.test(sentence)
    ? `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`
    : sentence;
}

/** Keys down to a value, as people write them: `load_args.columns[0]`. */
export function describePath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

/** Words as a sentence lists them: `a, b or c`. */
export function listWords(words: readonly string[], conjunction: "and" | "or" = "or"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}

/** The first few words of a long list: `a, b and 8 more`. */
export function listSome(words: readonly string[]): string {
  if (words.length <= MAX_LISTED) return listWords(words, "and");
  return `${words.slice(0, MAX_LISTED).join(", ")} and ${words.length - MAX_LISTED} more`;
}

function shorten(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}
