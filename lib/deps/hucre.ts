/** What a cell of a sheet holds. */
export type ExcelCell = string | number | boolean | Date | null;

/** A sheet of a workbook. */
export interface ExcelSheet {
  /** Its name. */
  readonly name: string;
  /** Its cells, row by row; rows end where their cells end. */
  readonly rows: readonly (readonly ExcelCell[])[];
}

/** What is used of hucre: reading and writing workbooks of Excel. */
export interface ExcelFormat {
  /** Read the sheets that a filter lets in. */
  readXlsx(
    bytes: Uint8Array,
    options: { readonly sheets: (info: { readonly name: string }, index: number) => boolean },
  ): Promise<{ readonly sheets: readonly ExcelSheet[] }>;
  /** Write sheets. */
  writeXlsx(workbook: { readonly sheets: readonly ExcelSheet[] }): Promise<Uint8Array>;
}

const SPECIFIER: string = "npm:hucre@1.0.0/xlsx";

/** Load hucre. It is fetched when a workbook is first touched. */
export function loadExcel(): Promise<ExcelFormat> {
  return import(SPECIFIER);
}
