import { didYouMean } from "../../core/suggest.ts";
import type { Comparison, Condition } from "./condition.ts";
import { type PlacedField, readField } from "./read_field.ts";
import { searchError } from "./search_error.ts";
import { TokenReader } from "./token_reader.ts";
import type { Token } from "./tokens.ts";
import type { Vocabulary } from "./vocabulary.ts";

const TEXT_COMPARISONS: readonly Comparison[] = ["=", "!=", "LIKE", "ILIKE"];
const NUMBER_COMPARISONS: readonly Comparison[] = ["=", "!=", "<", "<=", ">", ">="];
const LIST_COMPARISONS: readonly Comparison[] = ["IN", "NOT IN"];
const NULL_COMPARISONS: readonly Comparison[] = ["IS NULL", "IS NOT NULL"];
const MAX_CONDITIONS = 500;
const MAX_VALUE_LENGTH = 10_000;

/**
 * Read a filter: conditions joined by `AND`, as MLflow writes them.
 *
 * @throws {TrackingError} With code `INVALID_PARAMETER_VALUE`, the place and what was likely meant.
 */
export function parseFilter(text: string, vocabulary: Vocabulary): readonly Condition[] {
  if (text === "") return [];
  const reader = new TokenReader({ things: vocabulary.things, text });
  const conditions = [readCondition(reader, vocabulary)];
  while (reader.takes("AND")) conditions.push(readCondition(reader, vocabulary));
  const rest = reader.peek();
  if (rest.kind !== "end") throw notJoined(reader, rest);
  if (conditions.length <= MAX_CONDITIONS) return conditions;
  throw searchError(
    reader.source,
    { start: 0, end: text.length },
    `wanted at most ${MAX_CONDITIONS} conditions, found ${conditions.length}`,
  );
}

function notJoined(reader: TokenReader, token: Token): Error {
  if (token.text.toUpperCase() === "OR") {
    return searchError(reader.source, token, "conditions are joined by AND only; search twice for OR");
  }
  return reader.unexpected(token, "AND or the end");
}

function readCondition(reader: TokenReader, vocabulary: Vocabulary): Condition {
  const start = reader.peek();
  if (start.text === "(") {
    throw searchError(reader.source, start, "conditions stand without parentheses, joined by AND");
  }
  if (start.kind === "word" && start.text.toUpperCase() === "NOT") {
    throw searchError(reader.source, start, "there is no NOT before a condition; use != or NOT IN");
  }
  const placed = readField(reader, vocabulary, {
    kinds: vocabulary.kinds,
    attributes: Object.keys(vocabulary.attributes),
  });
  const comparison = readComparison(reader, placed, vocabulary);
  return { field: placed.field, comparison, value: readValue(reader, placed, comparison, vocabulary) };
}

function readComparison(
  reader: TokenReader,
  { field, start, end }: PlacedField,
  vocabulary: Vocabulary,
): Comparison {
  const token = reader.next();
  const allowed = comparisonsOf({ field, start, end }, vocabulary);
  const found = toComparison(reader, token);
  if (found !== undefined && allowed.includes(found)) return found;
  const name = reader.source.text.slice(start, end);
  const written = found ?? token.text;
  if (token.kind === "end" || token.kind === "quoted" || token.kind === "number") {
    throw reader.unexpected(token, `one of ${allowed.join(" ")} after ${name}`);
  }
  throw searchError(
    reader.source,
    token,
    `${name} cannot be compared by ${written}, only by one of ${allowed.join(" ")}${
      didYouMean(written, allowed)
    }`,
  );
}

function comparisonsOf({ field }: PlacedField, { attributes, listed }: Vocabulary): readonly Comparison[] {
  switch (field.kind) {
    case "metric":
      return NUMBER_COMPARISONS;
    case "param":
    case "tag":
      return [...TEXT_COMPARISONS, ...NULL_COMPARISONS];
    case "dataset":
      return [...TEXT_COMPARISONS, ...LIST_COMPARISONS];
    case "attribute":
      if (attributes[field.key] === "number") return NUMBER_COMPARISONS;
      return listed.includes(field.key) ? [...TEXT_COMPARISONS, ...LIST_COMPARISONS] : TEXT_COMPARISONS;
    default:
      return field.kind satisfies never;
  }
}

const SIGNS: Readonly<Record<string, Comparison>> = {
  "=": "=",
  "!=": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

function toComparison(reader: TokenReader, { kind, text }: Token): Comparison | undefined {
  if (kind === "sign") return Object.hasOwn(SIGNS, text) ? SIGNS[text] : undefined;
  if (kind !== "word") return undefined;
  switch (text.toUpperCase()) {
    case "LIKE":
      return "LIKE";
    case "ILIKE":
      return "ILIKE";
    case "IN":
      return "IN";
    case "NOT":
      return reader.takes("IN") ? "NOT IN" : undefined;
    case "IS":
      if (reader.takes("NULL")) return "IS NULL";
      return reader.takes("NOT") && reader.takes("NULL") ? "IS NOT NULL" : undefined;
    default:
      return undefined;
  }
}

function readValue(
  reader: TokenReader,
  placed: PlacedField,
  comparison: Comparison,
  { attributes }: Vocabulary,
): Condition["value"] {
  const { field } = placed;
  if (NULL_COMPARISONS.includes(comparison)) return undefined;
  if (LIST_COMPARISONS.includes(comparison)) return readList(reader);
  const isNumber = field.kind === "metric" ||
    (field.kind === "attribute" && attributes[field.key] === "number");
  return isNumber ? readNumber(reader, placed) : readText(reader, placed);
}

function readNumber(reader: TokenReader, { start, end }: PlacedField): number {
  const token = reader.next();
  if (token.kind === "number") return Number(token.text);
  throw reader.unexpected(token, `a number to compare ${reader.source.text.slice(start, end)} with`);
}

function readText(reader: TokenReader, { start, end }: PlacedField): string {
  const token = reader.next();
  if (token.kind === "quoted" && token.quote !== "`") return checkedText(reader, token);
  const name = reader.source.text.slice(start, end);
  throw reader.unexpected(token, `text in quotes to compare ${name} with, such as '${token.text || "text"}'`);
}

function readList(reader: TokenReader): readonly string[] {
  const open = reader.next();
  if (open.text !== "(" || open.kind !== "sign") throw reader.unexpected(open, "a list such as ('a', 'b')");
  const values: string[] = [];
  do {
    const token = reader.next();
    if (token.kind !== "quoted" || token.quote === "`") throw reader.unexpected(token, "text in quotes");
    values.push(checkedText(reader, token));
  } while (reader.takes(","));
  const close = reader.next();
  if (close.text !== ")" || close.kind !== "sign") throw reader.unexpected(close, '"," or ")"');
  return values;
}

function checkedText(reader: TokenReader, token: Token): string {
  if (token.text.includes("\0")) {
    throw searchError(reader.source, token, "text must not hold a NUL character");
  }
  if (token.text.length <= MAX_VALUE_LENGTH) return token.text;
  throw searchError(
    reader.source,
    token,
    `text must have at most ${MAX_VALUE_LENGTH} characters, it has ${token.text.length}`,
  );
}
