import type { ByteSource } from "../byte_source.ts";
import { applyRules, columnRules } from "./convert_rows.ts";
import { chooseColumns, rowGroups } from "./file_layout.ts";
import { openForward } from "./forward_file.ts";
import { readRows } from "./read_parquet.ts";
import { hasLargeNumbers } from "./whole_numbers.ts";

/** Read a table row group by row group: one is in memory at a time. */
export async function* streamParquet(
  source: ByteSource,
  wanted: readonly string[] | undefined,
): AsyncGenerator<Record<string, unknown>[], void, undefined> {
  await using file = await openForward(source);
  const { metadata } = file;
  const chosen = chooseColumns(metadata, wanted, source);
  const columns = chosen.map(({ name }) => name);
  const rules = columnRules(chosen, (name) => hasLargeNumbers(metadata, name) ?? false);
  for (const { start, firstRow, endRow } of inFileOrder(rowGroups(metadata), source)) {
    file.keepFrom(start);
    const rows = await readRows(file, { metadata, columns, source, firstRow, endRow });
    applyRules(rows, rules, (column, row) => {
      const remedy = "which no number holds exactly and the file did not announce: load it without stream";
      throw source.problem(`Column "${column}" has a whole number in row ${firstRow + row + 1}, ${remedy}`);
    });
    yield rows;
  }
}

function inFileOrder<Group extends { readonly start: number; readonly end: number }>(
  groups: readonly Group[],
  source: ByteSource,
): readonly Group[] {
  if (groups.every(({ start }, at) => at === 0 || start >= groups[at - 1]!.end)) return groups;
  throw source.problem("Its row groups do not stand in order of their rows: load it without stream");
}
