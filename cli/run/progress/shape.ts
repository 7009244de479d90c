import { formatCount, formatNoun } from "../../format/count.ts";
import { formatNumber } from "../../format/number.ts";
import { formatSize } from "../../format/size.ts";
import { printable, truncateEnd } from "../../format/text.ts";

/** How large a value is; the value itself is not kept. */
export interface Shape {
  /** Rows, when it is a table. */
  readonly rows?: number | undefined;
  /** Partitions, when it is tables by id, or what makes them. */
  readonly partitions?: number | undefined;
  /** In words: `249 rows × 7`, `{trees: 100}`, `71 kB`. */
  readonly text: string;
}

/** Which values are not to be shown. */
export interface Hiding {
  /** Whether a value is not to be shown, by the keys down to it. */
  isHidden(path: readonly string[]): boolean;
  /** Hides secrets in a text. @default {there are none} */
  readonly mask?: ((text: string) => string) | undefined;
  /** Keys down to the value. */
  readonly path: readonly string[];
}

const NOTHING_HIDDEN: Hiding = { isHidden: () => false, path: [] };

/** Describe a value in a few words, without walking through all of it. */
export function describeShape(value: unknown, hiding: Hiding = NOTHING_HIDDEN): Shape {
  if (hiding.isHidden(hiding.path)) return { text: "***" };
  if (Array.isArray(value)) return describeList(value);
  const { mask = (text: string) => text } = hiding;
  if (typeof value === "string") {
    return { text: value.length <= 20 ? quoted(mask(value)) : formatNoun(value.length, "character") };
  }
  if (typeof value === "number") return { text: formatNumber(value) };
  if (value instanceof Uint8Array) return { text: formatSize(value.byteLength) };
  if (ArrayBuffer.isView(value) && "length" in value) {
    return { text: formatNoun(Number(value.length), "value") };
  }
  if (value instanceof Map || value instanceof Set) {
    return { text: formatNoun(value.size, "entry").replace("entrys", "entries") };
  }
  if (value instanceof Date) return { text: value.toISOString() };
  if (typeof value === "object" && value !== null) return describeObject(value, hiding);
  return { text: typeof value === "function" ? "a function" : String(value) };
}

function describeList(list: readonly unknown[]): Shape {
  const first: unknown = list[0];
  if (typeof first !== "object" || first === null || Array.isArray(first)) {
    return {
      text: list.length === 0 ? "0 rows" : formatNoun(list.length, "item"),
      rows: list.length === 0 ? 0 : undefined,
    };
  }
  return { rows: list.length, text: `${formatNoun(list.length, "row")} × ${Object.keys(first).length}` };
}

function describeObject(value: object, { isHidden, path, mask = (text) => text }: Hiding): Shape {
  const type = Object.getPrototypeOf(value)?.constructor?.name;
  if (type !== undefined && type !== "Object") return { text: printable(String(type)) };
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([, part]) => isPartition(part))) {
    return { partitions: entries.length, text: formatNoun(entries.length, "partition") };
  }
  const columns = entries.map(([, column]) => isColumn(column) ? column.length : -1);
  const rows = columns[0];
  if (rows !== undefined && rows >= 0 && columns.every((length) => length === rows)) {
    return { rows, text: `${formatNoun(rows, "row")} × ${entries.length}` };
  }
  const inside = entries.slice(0, 6).map(([key, inner]) =>
    `${printable(key)}: ${isHidden([...path, key]) ? "***" : describeInner(inner, mask)}`
  );
  return { text: truncateEnd(`{${inside.join(", ")}${entries.length > 6 ? ", …" : ""}}`, 60) };
}

// A table, or what loads or makes one.
function isPartition(value: unknown): boolean {
  if (typeof value === "function") return true;
  return Array.isArray(value) && value.length > 0 &&
    Object.getPrototypeOf(value[0] ?? 0) === Object.prototype;
}

function isColumn(value: unknown): value is { readonly length: number } {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function describeInner(value: unknown, mask: (text: string) => string): string {
  if (typeof value === "string") return quoted(mask(value));
  if (typeof value === "object" && value !== null) {
    return Array.isArray(value) ? `[${formatCount(value.length)}]` : "{…}";
  }
  return typeof value === "number" ? formatNumber(value) : String(value);
}

function quoted(text: string): string {
  return `"${printable(truncateEnd(text, 20))}"`;
}
