/** What is used of d3-dsv: fast parsing of separated values. */
export interface DsvFormat {
  /** Cut text into rows of fields. */
  parseRows(text: string): string[][];
}

const SPECIFIER: string = "npm:d3-dsv@3.0.2";

/** Load d3-dsv for a separator. It is fetched when a CSV is first touched. */
export async function loadDsv(separator: string): Promise<DsvFormat> {
  const { dsvFormat } = await import(SPECIFIER) as { dsvFormat: (separator: string) => DsvFormat };
  return dsvFormat(separator);
}
