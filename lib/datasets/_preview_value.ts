import { isPlainObject, type JsonValue } from "../core/json.ts";
import { isSecret } from "../core/secret.ts";
import { isIterable } from "./iterable.ts";
import { isPartitions, type Preview, previewIds } from "./preview.ts";

const MAX_TEXT = 4000;
const MAX_CELL = 200;
const MAX_DEPTH = 6;
const MAX_COLUMNS = 200;
const MAX_BYTES = 64;

/** The first `limit` rows, lines or items of a value. */
export async function previewOf(value: unknown, limit: number): Promise<Preview> {
  if (typeof value === "string") return previewText(value, limit);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return asJson(value, limit);
  if (isPartitions(value)) return previewIds(Object.keys(value), { limit });
  if (!isIterable(value) || value instanceof Map || value instanceof Set) return asJson(value, limit);
  const { items, isWhole } = await takeItems(value, limit);
  if (items.length > 0 && items.every(isPlainObject)) return previewRows(items, isWhole);
  const isLines = !Array.isArray(value) && items.length > 0 &&
    items.every((item) => typeof item === "string");
  if (isLines) return { ...previewText(`${items.join("\n")}\n`, limit), isWhole };
  const cut = asJson(items, limit);
  return { ...cut, isWhole: cut.isWhole && isWhole };
}

interface Items {
  readonly items: unknown[];
  readonly isWhole: boolean;
}

async function takeItems(
  value: Iterable<unknown> | AsyncIterable<unknown>,
  limit: number,
): Promise<Items> {
  const items: unknown[] = [];
  for await (const item of value) {
    if (items.length === limit) return { items, isWhole: false };
    items.push(item);
  }
  return { items, isWhole: true };
}

function previewRows(rows: readonly Readonly<Record<string, unknown>>[], isWhole: boolean): Preview {
  const all = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = all.slice(0, MAX_COLUMNS);
  const cells = rows.map((row) =>
    columns.map((column) => Object.hasOwn(row, column) ? toJson(row[column], new Cut(MAX_CELL)) : null)
  );
  return { kind: "table", columns, rows: cells, isWhole: isWhole && all.length === columns.length };
}

function previewText(text: string, limit: number): Preview {
  const lines = text.slice(0, MAX_TEXT).split(/(?<=\n)/).slice(0, limit);
  const shown = lines.join("");
  return { kind: "text", text: shown, isWhole: shown.length === text.length };
}

function asJson(value: unknown, limit: number): Preview {
  const cut = new Cut(limit);
  return { kind: "value", value: toJson(value, cut), isWhole: !cut.happened };
}

/** How long lists may be, and whether something was left out. */
class Cut {
  readonly limit: number;
  happened = false;

  constructor(limit: number) {
    this.limit = limit;
  }

  take<T>(items: readonly T[]): readonly T[] {
    if (items.length > this.limit) this.happened = true;
    return items.slice(0, this.limit);
  }
}

function toJson(value: unknown, cut: Cut, depth = 0): JsonValue {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "string") return shorten(value, cut);
  if (typeof value !== "object") return typeof value === "function" ? "a function" : String(value);
  if (isSecret(value)) return "***";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof ArrayBuffer) return bytesOf(new Uint8Array(value), cut);
  if (value instanceof Uint8Array) return bytesOf(value, cut);
  if (depth === MAX_DEPTH) {
    cut.happened = true;
    return "…";
  }
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) {
    // Arrays of numbers are the only other views that can be gone through.
    return cut.take([...value as Iterable<number>]).map((item) => toJson(item, cut, depth + 1));
  }
  if (Array.isArray(value) || value instanceof Set) {
    return cut.take([...value]).map((item) => toJson(item, cut, depth + 1));
  }
  const entries = value instanceof Map
    ? [...value]
    : isPlainObject(value)
    ? Object.entries(value)
    : undefined;
  if (entries === undefined) return `an instance of ${value.constructor?.name ?? "a class"}`;
  return Object.fromEntries(
    cut.take(entries).map(([key, item]) => [String(key), toJson(item, cut, depth + 1)]),
  );
}

function shorten(text: string, cut: Cut): string {
  if (text.length <= MAX_CELL) return text;
  cut.happened = true;
  return `${text.slice(0, MAX_CELL)}…`;
}

function bytesOf(bytes: Uint8Array, cut: Cut): JsonValue {
  if (bytes.length > MAX_BYTES) cut.happened = true;
  return { bytes: bytes.length, hex: bytes.slice(0, MAX_BYTES).toHex() };
}
