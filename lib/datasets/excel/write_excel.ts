import { describeValue } from "../../core/describe_value.ts";
import { isPlainObject } from "../../core/json.ts";
import { type ExcelCell, type ExcelSheet, loadExcel } from "../../deps/hucre.ts";
import type { ExcelSaveArgs } from "../excel.ts";
import type { Row } from "../table/row.ts";
import { assertNames, tableRows } from "../table/table_rows.ts";
import { unwritable } from "../utf8.ts";

const MAX_ROWS = 2 ** 20;
const MAX_COLUMNS = 2 ** 14;
const MAX_TEXT = 32_767;

/** A table as a sheet, or a map of tables as sheets. */
export async function writeExcel(value: unknown, args: ExcelSaveArgs = {}): Promise<Uint8Array> {
  const tables = isMapOfTables(value)
    ? Object.entries(value)
    : [[args.sheet_name ?? "Sheet1", value] as const];
  const sheets: ExcelSheet[] = [];
  for (const [name, table] of tables) sheets.push(await toSheet(name, table, args));
  const { writeXlsx } = await loadExcel();
  return await writeXlsx({ sheets });
}

// Lists by column hold cells, so what holds rows or columns is a map of tables.
function isMapOfTables(value: unknown): value is Readonly<Record<string, unknown>> {
  return isPlainObject(value) &&
    Object.values(value).some((inner) =>
      isPlainObject(inner) || (Array.isArray(inner) && inner.some(isPlainObject))
    );
}

async function toSheet(name: string, table: unknown, args: ExcelSaveArgs): Promise<ExcelSheet> {
  const { header = true } = args;
  if (!/^[^\][:*?/\\]{1,31}$/.test(name) || !name.isWellFormed()) {
    const rule = "up to 31 characters without [ ] : * ? / \\";
    throw new TypeError(`Cannot save sheet ${describeValue(name)}: the name of a sheet has ${rule}`);
  }
  const rows = await collectRows(table, name, header);
  const columns = args.columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.length > MAX_COLUMNS) {
    throw new RangeError(`Cannot save sheet "${name}": a sheet has up to ${MAX_COLUMNS} columns`);
  }
  if (columns.length === 0 && rows.length > 0) {
    throw new TypeError(`Cannot save row 1 of sheet "${name}": it has no columns`);
  }
  assertNames(columns);
  const known = new Set(columns);
  return {
    name,
    rows: [
      ...header && columns.length > 0 ? [columns] : [],
      ...rows.map((row, index) => {
        const late = Object.keys(row).find((column) => !known.has(column));
        if (late !== undefined) {
          throw new TypeError(
            `Cannot save row ${index + 1} of the table: column "${late}" is not in save_args.columns`,
          );
        }
        return columns.map((column) => toCell(row[column], column, index + 1));
      }),
    ],
  };
}

async function collectRows(table: unknown, name: string, header: boolean): Promise<readonly Row[]> {
  const limit = header ? MAX_ROWS - 1 : MAX_ROWS;
  const rows: Row[] = [];
  for await (const row of tableRows(table)) {
    if (rows.length === limit) {
      throw new RangeError(
        `Cannot save sheet "${name}": a sheet has up to ${limit} rows, and there are more`,
      );
    }
    rows.push(row);
  }
  return rows;
}

function toCell(value: unknown, column: string, row: number): ExcelCell {
  const refuse = (found: string): TypeError =>
    new TypeError(`Cannot save row ${row} of the table: column "${column}" is ${found}`);
  switch (typeof value) {
    case "undefined":
      return null;
    case "boolean":
      return value;
    case "string":
      if (!value.isWellFormed()) throw refuse(unwritable(value) ?? "");
      if (value.length <= MAX_TEXT) return value;
      throw refuse(`a text of ${value.length} characters, and a cell holds ${MAX_TEXT}`);
    case "number":
      if (Number.isNaN(value)) return null;
      if (Number.isFinite(value)) return value;
      throw refuse(`${value}, which Excel cannot hold`);
    case "bigint":
      if (Number.isSafeInteger(Number(value))) return Number(value);
      throw refuse(`the bigint ${value}, which Excel would round`);
    case "object":
      if (value === null) return null;
      if (value instanceof Date && !Number.isNaN(value.getTime())) return value;
  }
  throw refuse(
    `${value instanceof Date ? "an invalid date" : describeValue(value)}, which does not fit into a cell`,
  );
}
