import type { Codec } from "../codec.ts";
import { parseJson, toJson } from "../json.ts";
import type { JsonTableLoadArgs, JsonTableOptions, JsonTableSaveArgs } from "../json_table.ts";
import { setOwn } from "../own_property.ts";
import { CELL_READERS } from "../table/column_type.ts";
import type { Columns, Row } from "../table/row.ts";
import { tableRows } from "../table/table_rows.ts";
import { lineBlocks, readText } from "../utf8.ts";
import type { ByteSource } from "../byte_source.ts";
import { fromLayout, toLayout } from "./layouts.ts";

/** The format that checked fields of an entry describe. */
export function jsonTableCodec({ load_args = {}, save_args = {} }: JsonTableOptions): Codec {
  return {
    type: "json_table",
    encode: async (value) => new TextEncoder().encode(await write(value, save_args)),
    decode: (source) => read(source, load_args),
  };
}

async function read(source: ByteSource, args: JsonTableLoadArgs): Promise<readonly Row[] | Columns> {
  const { lines = false, orient = lines ? "records" : "columns", convert_dates, as = "rows" } = args;
  const document = lines ? await readLines(source) : parseJson(await readText(source), { source });
  const rows = fromLayout(document, orient, source);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const dates = new Set(convert_dates === false ? [] : convert_dates);
  const cell = (row: Row, name: string): unknown =>
    dates.has(name) ? readDate(row[name], name, source) : row[name] ?? null;
  if (as === "rows") {
    return rows.map((row) => Object.fromEntries(names.map((name) => [name, cell(row, name)])));
  }
  const table: Record<string, unknown[]> = {};
  for (const name of names) setOwn(table, name, rows.map((row) => cell(row, name)));
  return table;
}

async function readLines(source: ByteSource): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  for await (const { lines, line } of lineBlocks(source)) {
    lines.forEach((text, at) => {
      if (text.trim() !== "") rows.push(parseJson(text, { source, line: line + at }));
    });
  }
  return rows;
}

function readDate(value: unknown, name: string, source: ByteSource): Date | null {
  if (value === null || value === undefined) return null;
  const date = typeof value === "number" ? new Date(value) : CELL_READERS.date(String(value));
  if (date instanceof Date && !Number.isNaN(date.getTime())) return date;
  throw source.problem(`Column "${name}" must hold dates: found ${JSON.stringify(value)}`);
}

async function write(value: unknown, args: JsonTableSaveArgs): Promise<string> {
  const { lines = false, orient = lines ? "records" : "columns", indent, date_format = "epoch" } = args;
  const given = await Array.fromAsync(tableRows(value));
  const names = [...new Set(given.flatMap((row) => Object.keys(row)))];
  if (names.length === 0 && given.length > 0 && orient === "columns" && !lines) {
    throw new TypeError(
      'Cannot save row 1 of the table: it has no columns, and the layout "columns" holds nothing else ' +
        "(save_args.orient: records keeps such rows)",
    );
  }
  const rows = given.map((row) =>
    Object.fromEntries(names.map((name) => [name, writeCell(row[name], date_format)]))
  );
  if (!lines) return toJson(toLayout(rows, names, orient), { indent: indent ?? 0 });
  return rows.map((row, at) => `${toJson(row, { subject: `line ${at + 1}` })}\n`).join("");
}

function writeCell(value: unknown, dateFormat: "epoch" | "iso"): unknown {
  if (value === undefined || Number.isNaN(value)) return null;
  return value instanceof Date && dateFormat === "epoch" ? value.getTime() : value;
}
