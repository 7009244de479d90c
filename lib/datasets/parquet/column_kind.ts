import { unwritable } from "../utf8.ts";
import { describeValue } from "../../core/describe_value.ts";
import { isPlainObject } from "../../core/json.ts";
import type { ParquetElement } from "../../deps/hyparquet.ts";
import type { ParquetType } from "../parquet.ts";
import { assertPlainData } from "../plain_data.ts";

/** What the values of a column are when they are written. */
export type ColumnKind = ParquetType | "bytes";

/** How the values of a kind are laid out. */
export const ELEMENTS: Readonly<Record<ColumnKind, Omit<ParquetElement, "name">>> = {
  "int64": { type: "INT64" },
  "float64": { type: "DOUBLE" },
  "bool": { type: "BOOLEAN" },
  "str": { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } },
  "datetime64[ns]": {
    type: "INT64",
    converted_type: "TIMESTAMP_MILLIS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
  },
  "json": { type: "BYTE_ARRAY", converted_type: "JSON", logical_type: { type: "JSON" } },
  "bytes": { type: "BYTE_ARRAY" },
};

/** A kind as a message names it. */
export const KIND_NAMES: Readonly<Record<ColumnKind, string>> = {
  "int64": "whole numbers",
  "float64": "numbers",
  "bool": "booleans",
  "str": "texts",
  "datetime64[ns]": "dates",
  "json": "lists and maps",
  "bytes": "bytes",
};

const MAX_INT64 = 2n ** 63n;

/** The kind of a value, or `undefined` when no column can hold it. */
export function kindOf(value: unknown): ColumnKind | undefined {
  switch (typeof value) {
    case "number":
      // A whole number beyond what is held exactly, and -0, are no whole numbers to others.
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? "int64" : "float64";
    case "bigint":
      return value >= -MAX_INT64 && value < MAX_INT64 ? "int64" : undefined;
    case "boolean":
      return "bool";
    case "string":
      return "str";
    case "object":
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : "datetime64[ns]";
      if (value instanceof Uint8Array) return "bytes";
      return Array.isArray(value) || isPlainObject(value) ? "json" : undefined;
    default:
      return undefined;
  }
}

/** The kind of a column of values of two kinds, or `undefined` when none holds both. */
export function joinKinds(a: ColumnKind, b: ColumnKind): ColumnKind | undefined {
  if (a === b) return a;
  const both = new Set([a, b]);
  return both.has("int64") && both.has("float64") ? "float64" : undefined;
}

/**
 * A value as it is written into a column of a kind.
 *
 * @throws {TypeError} When the column cannot hold it; `where` says which it is.
 */
export function encodeCell(value: unknown, kind: ColumnKind, where: string): unknown {
  if (value === null || value === undefined) return null;
  const found = kindOf(value);
  if (kind === "float64" && found === "int64") {
    if (typeof value === "bigint") {
      throw new TypeError(`Cannot save ${where} as Parquet: it is the bigint ${value} among fractions`);
    }
    return value;
  }
  if (kind === "json" && found !== undefined) {
    assertPlainData(value, { format: "JSON", subject: where, usesToJson: true });
    return value;
  }
  if (found !== kind) {
    const is = value instanceof Date && found === undefined ? "an invalid date" : describeCell(value);
    throw new TypeError(`Cannot save ${where} as Parquet: the column holds ${KIND_NAMES[kind]}, found ${is}`);
  }
  const problem = typeof value === "string" ? unwritable(value) : undefined;
  if (problem !== undefined) throw new TypeError(`Cannot save ${where} as Parquet: it is ${problem}`);
  return kind === "int64" ? BigInt(value as number | bigint) : value;
}

/** A value as a message names it. */
export function describeCell(value: unknown): string {
  if (typeof value === "bigint") return `the bigint ${value}`;
  if (typeof value === "object" && value !== null && !Array.isArray(value) && !isPlainObject(value)) {
    return `an instance of ${value.constructor.name}`;
  }
  return describeValue(value);
}
