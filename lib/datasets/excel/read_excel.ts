import { describeValue, listWords, reasonOf } from "../../core/describe_value.ts";
import { didYouMean } from "../../core/suggest.ts";
import { type ExcelSheet, loadExcel } from "../../deps/hucre.ts";
import type { ByteSource } from "../byte_source.ts";
import type { ExcelLoadArgs } from "../excel.ts";
import { setOwn } from "../own_property.ts";
import { tableSettings } from "../table/settings.ts";
import type { Columns, Row } from "../table/row.ts";
import { readSheet } from "./read_sheet.ts";
import { columnNumbers } from "./sheet_range.ts";

type Table = readonly Row[] | Columns;

/** Read one sheet as a table, or several as a map of tables. */
export async function readExcel(
  source: ByteSource,
  { sheet_name: wanted = 0, as = "rows", usecols, ...args }: ExcelLoadArgs,
): Promise<Table | Readonly<Record<string, Table>>> {
  const settings = tableSettings({
    // Unlike those of a csv, names take the place of a header that is there.
    header: 0,
    ...args,
    ...(usecols !== undefined && { usecols: typeof usecols === "string" ? columnNumbers(usecols) : usecols }),
  });
  const sheets = await readSheets(source, wanted);
  const tableOf = (sheet: ExcelSheet): Table => readSheet(sheet, { settings, as, source });
  if (wanted !== null && !Array.isArray(wanted)) return tableOf(sheets[0]!);
  const tables: Record<string, Table> = {};
  // Under the names and numbers that were asked for, as pandas does.
  sheets.forEach((sheet, at) => setOwn(tables, String(wanted?.[at] ?? sheet.name), tableOf(sheet)));
  return tables;
}

async function readSheets(
  source: ByteSource,
  wanted: ExcelLoadArgs["sheet_name"],
): Promise<readonly ExcelSheet[]> {
  const bytes = await source.bytes();
  const { readXlsx } = await loadExcel();
  const names: string[] = [];
  const chosen = wanted === null ? undefined : [wanted].flat();
  const isChosen = (name: string, index: number): boolean =>
    chosen === undefined || chosen.includes(name) || chosen.includes(index);
  const read = await readXlsx(bytes, {
    sheets: ({ name }, index) => {
      names.push(name);
      return isChosen(name, index);
    },
  }).catch((cause: unknown) => {
    throw source.problem(`Bytes must be a workbook of Excel (.xlsx): ${reasonOf(cause)}`, { cause });
  });
  for (const sheet of chosen ?? []) {
    if (typeof sheet === "number" ? sheet < names.length : names.includes(String(sheet))) continue;
    const hint = typeof sheet === "string" ? didYouMean(sheet, names) : "";
    throw source.problem(
      `There is no sheet ${describeValue(sheet)}; it has ${listWords(names, "and")}${hint}`,
    );
  }
  const byName = new Map(read.sheets.map((sheet) => [sheet.name, sheet]));
  // In the order asked for.
  return (chosen ?? names).map((sheet) =>
    byName.get(typeof sheet === "number" ? names[sheet]! : String(sheet))!
  );
}
