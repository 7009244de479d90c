import { loadParquetWriter, type ParquetElement, type ParquetSink } from "../../deps/hyparquet.ts";
import type { ParquetSaveArgs } from "../parquet.ts";
import type { Row } from "../table/row.ts";
import { assertNames, tableRows } from "../table/table_rows.ts";
import {
  type ColumnKind,
  describeCell,
  ELEMENTS,
  encodeCell,
  joinKinds,
  KIND_NAMES,
  kindOf,
} from "./column_kind.ts";
import { loadCompressor } from "./compressors.ts";

const GROUP_SIZE = 20_000;

/**
 * A table as Parquet, row group by row group. Columns have the types of all their values, or of those in the first row
 * group when rows come one by one.
 */
export async function* writeParquet(
  value: unknown,
  { compression = "snappy", row_group_size = GROUP_SIZE, dtype = {} }: ParquetSaveArgs = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const rows = tableRows(value);
  const { ByteWriter, ParquetWriter } = await loadParquetWriter();
  const { codec, compressors } = await loadCompressor(compression);
  const sink = new ByteWriter();
  let columns: ReadonlyMap<string, ColumnKind> | undefined = Array.isArray(rows)
    ? findColumns(rows, dtype)
    : undefined;
  let writer: InstanceType<typeof ParquetWriter> | undefined;
  const open = (known: ReadonlyMap<string, ColumnKind>) =>
    writer ??= new ParquetWriter({
      writer: sink,
      schema: toSchema(known),
      codec,
      compressors,
      createdBy: "kedge",
    });
  let written = 0;
  for await (const group of inGroups(rows, row_group_size)) {
    columns ??= findColumns(group, dtype);
    const columnData = encodeGroup(group, columns, written);
    await open(columns).write({ columnData, rowGroupSize: group.length });
    written += group.length;
    yield takeBytes(sink);
  }
  await open(columns ?? new Map()).finish();
  yield takeBytes(sink);
}

async function* inGroups(
  rows: Iterable<Row> | AsyncIterable<Row>,
  size: number,
): AsyncGenerator<readonly Row[], void, undefined> {
  if (Array.isArray(rows)) {
    for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
    return;
  }
  let group: Row[] = [];
  for await (const row of rows) {
    group.push(row);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

function findColumns(
  rows: readonly Row[],
  dtype: Readonly<Record<string, ColumnKind>>,
): ReadonlyMap<string, ColumnKind> {
  const kinds = new Map<string, ColumnKind | undefined>();
  rows.forEach((row, index) => {
    for (const name of Object.keys(row)) {
      const value = row[name];
      const known = Object.hasOwn(dtype, name) ? dtype[name] : kinds.get(name);
      kinds.set(name, known);
      if (value === null || value === undefined || Object.hasOwn(dtype, name)) continue;
      const kind = kindOf(value);
      const joined = kind === undefined ? undefined : joinKinds(known ?? kind, kind);
      if (joined === undefined) throw misfit(name, index, { value, known });
      kinds.set(name, joined);
    }
  });
  // A column without values is as good as any other of texts.
  return new Map([...kinds].map(([name, kind]) => [name, kind ?? "str"]));
}

function misfit(
  name: string,
  index: number,
  { value, known }: { readonly value: unknown; readonly known: ColumnKind | undefined },
): TypeError {
  const where = `Cannot save row ${index + 1} of the table: column "${name}"`;
  if (kindOf(value) === undefined) {
    return new TypeError(`${where} is ${describeCell(value)}, which Parquet cannot hold`);
  }
  return new TypeError(`${where} is ${describeCell(value)}, and holds ${KIND_NAMES[known!]} above`);
}

function toSchema(columns: ReadonlyMap<string, ColumnKind>): readonly ParquetElement[] {
  assertNames(columns.keys());
  return [
    { name: "schema", num_children: columns.size },
    ...[...columns].map(([name, kind]) => ({ name, repetition_type: "OPTIONAL", ...ELEMENTS[kind] })),
  ];
}

function encodeGroup(
  group: readonly Row[],
  columns: ReadonlyMap<string, ColumnKind>,
  firstRow: number,
): readonly { readonly name: string; readonly data: readonly unknown[] }[] {
  if (columns.size === 0) {
    throw new TypeError(`Cannot save row ${firstRow + 1} of the table: it has no columns`);
  }
  group.forEach((row, at) => {
    for (const name of Object.keys(row)) {
      if (columns.has(name)) continue;
      const advice = "the first rows have no such column; save a list, or give it in all of them";
      throw new TypeError(
        `Cannot save row ${firstRow + at + 1} of the table: column "${name}" came too late (${advice})`,
      );
    }
  });
  return [...columns].map(([name, kind]) => ({
    name,
    data: group.map((row, at) => encodeCell(row[name], kind, `row ${firstRow + at + 1} of column "${name}"`)),
  }));
}

function takeBytes(sink: ParquetSink): Uint8Array {
  // A copy, as the sink uses its memory again.
  const bytes = sink.getBytes().slice();
  sink.index = 0;
  return bytes;
}
