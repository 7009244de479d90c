import { isPlainObject } from "../../core/json.ts";
import type { ByteSource } from "../byte_source.ts";
import type { JsonOrient } from "../json_table.ts";
import { setOwn } from "../own_property.ts";
import type { Row } from "../table/row.ts";

/** The rows of a table that is laid out in a JSON document. Throws what `source.problem()` makes when it is laid out otherwise. */
export function fromLayout(document: unknown, orient: JsonOrient, source: ByteSource): readonly Row[] {
  const rows = READERS[orient](document);
  if (rows !== undefined) return rows;
  throw source.problem(`JSON must be a table in the layout "${orient}": ${SHAPES[orient]}`);
}

/** A table as a JSON document. */
export function toLayout(rows: readonly Row[], names: readonly string[], orient: JsonOrient): unknown {
  switch (orient) {
    case "records":
      return rows;
    case "index":
      return Object.fromEntries(rows.map((row, at) => [at, row]));
    case "values":
      return rows.map((row) => names.map((name) => row[name]));
    case "split":
      return {
        columns: names,
        index: [...rows.keys()],
        data: rows.map((row) => names.map((name) => row[name])),
      };
    case "columns":
      return Object.fromEntries(
        names.map((name) => [name, Object.fromEntries(rows.map((row, at) => [at, row[name]]))]),
      );
    default:
      return orient satisfies never;
  }
}

const SHAPES: Readonly<Record<JsonOrient, string>> = {
  columns: '{"column": {"row": value}}',
  records: '[{"column": value}]',
  index: '{"row": {"column": value}}',
  split: '{"columns": [...], "index": [...], "data": [[value]]}',
  values: "[[value]]",
};

const READERS: Readonly<Record<JsonOrient, (document: unknown) => readonly Row[] | undefined>> = {
  records: (document) => Array.isArray(document) && document.every(isPlainObject) ? document : undefined,
  index: (document) => {
    const rows = isPlainObject(document) ? Object.values(document) : [undefined];
    return rows.every(isPlainObject) ? rows : undefined;
  },
  values: (document) => Array.isArray(document) ? fromCells(document, undefined) : undefined,
  split: (document) => {
    if (!isPlainObject(document) || !Array.isArray(document.columns) || !Array.isArray(document.data)) {
      return undefined;
    }
    return fromCells(document.data, document.columns.map(String));
  },
  // Told nothing, pandas takes whatever makes a table.
  columns: (document) => {
    if (Array.isArray(document)) return READERS.records(document) ?? READERS.values(document);
    if (!isPlainObject(document)) return undefined;
    const rows = new Map<string, Record<string, unknown>>();
    for (const [name, cells] of Object.entries(document)) {
      if (!isPlainObject(cells) && !Array.isArray(cells)) return undefined;
      for (const [index, value] of Object.entries(cells)) {
        if (!rows.has(index)) rows.set(index, {});
        setOwn(rows.get(index)!, name, value);
      }
    }
    return [...rows.values()];
  },
};

function fromCells(data: readonly unknown[], names: readonly string[] | undefined): Row[] | undefined {
  const lists = data.filter((cells) => Array.isArray(cells)) as readonly (readonly unknown[])[];
  if (lists.length < data.length) return undefined;
  if (names !== undefined && lists.some((cells) => cells.length !== names.length)) return undefined;
  return lists.map((cells) =>
    Object.fromEntries(cells.map((value, at) => [names?.[at] ?? String(at), value]))
  );
}
