import { describeValue } from "../../core/describe_value.ts";
import { isPlainObject } from "../../core/json.ts";
import { isIterable } from "../iterable.ts";
import { setOwn } from "../own_property.ts";
import { unwritable } from "../utf8.ts";
import type { Row } from "./row.ts";

/** A table as the rows that a value holds: rows, an iterable of them, or lists of values by column. */
export function tableRows(value: unknown): readonly Row[] | Iterable<Row> | AsyncIterable<Row> {
  if (Array.isArray(value)) return value.map(checkRow);
  if (isIterable(value)) return checkRows(value);
  if (isPlainObject(value)) return fromColumns(value);
  throw new TypeError(
    `Cannot save as a table: wanted rows or columns, found ${describeValue(value)}`,
  );
}

/** That names of columns can be written. */
export function assertNames(names: Iterable<string>): void {
  for (const name of names) {
    const problem = unwritable(name);
    if (problem === undefined) continue;
    throw new TypeError(`Cannot save the table: the name of column ${JSON.stringify(name)} is ${problem}`);
  }
}

async function* checkRows(
  rows: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<Row, void, undefined> {
  let index = 0;
  for await (const row of rows) yield checkRow(row, index++);
}

function checkRow(row: unknown, index: number): Row {
  // Objects of any class will do: their own properties are the cells.
  if (typeof row === "object" && row !== null && !Array.isArray(row)) return row as Row;
  throw new TypeError(
    `Cannot save row ${index + 1} of the table: wanted an object with its cells, found ${describeValue(row)}`,
  );
}

function fromColumns(columns: Readonly<Record<string, unknown>>): Row[] {
  const entries = Object.entries(columns).map(([name, values]) => {
    if (Array.isArray(values) || ArrayBuffer.isView(values)) return [name, [...values as unknown[]]] as const;
    throw new TypeError(
      `Cannot save column "${name}" of the table: wanted a list of values, found ${describeValue(values)}`,
    );
  });
  const length = entries[0]?.[1].length ?? 0;
  for (const [name, values] of entries) {
    if (values.length === length) continue;
    const found = `it has ${values.length}, "${entries[0]![0]}" has ${length}`;
    throw new TypeError(
      `Cannot save column "${name}" of the table: wanted as many values as in the others, ${found}`,
    );
  }
  return Array.from({ length }, (_, at) => {
    const row: Record<string, unknown> = {};
    for (const [name, values] of entries) setOwn(row, name, values[at]);
    return row;
  });
}
