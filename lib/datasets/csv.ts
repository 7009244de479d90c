import { loadDsv } from "../deps/d3_dsv.ts";
import type { Codec } from "./codec.ts";

/** A row of a table: column to value. */
export type Row = Readonly<Record<string, unknown>>;

const MISSING = new Set(["", "NA", "NaN", "null"]);

/** Separated values as rows of plain objects. */
export function csvCodec(separator: string = ","): Codec {
  return {
    type: "csv",
    async encode(value): Promise<Uint8Array> {
      const rows = value as readonly Row[];
      const { formatRows } = await loadDsv(separator);
      const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      const cells = rows.map((row) => columns.map((column) => toText(row[column])));
      return new TextEncoder().encode(`${formatRows([columns, ...cells])}\n`);
    },
    async decode(bytes): Promise<Row[]> {
      const { parseRows } = await loadDsv(separator);
      const [columns = [], ...rows] = parseRows(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
      const isNumeric = columns.map((_, index) =>
        rows.every((row) => MISSING.has(row[index] ?? "") || !Number.isNaN(Number(row[index])))
      );
      return rows.map((row) =>
        Object.fromEntries(columns.map((column, index) => {
          const text = row[index] ?? "";
          return [column, MISSING.has(text) ? null : isNumeric[index] ? Number(text) : text];
        }))
      );
    },
  };
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return value instanceof Date ? value.toISOString() : String(value);
}
