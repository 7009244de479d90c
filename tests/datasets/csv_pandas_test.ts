import assert from "node:assert/strict";
import { CSV } from "../../lib/datasets/csv.ts";
import { isPlainObject } from "../../lib/core/json.ts";
import { loadText, saveText } from "../support/entry.ts";
import recorded from "./fixtures/pandas_csv.json" with { type: "json" };

/** A text, and what `pandas.read_csv` made of it. */
interface RecordedCase {
  readonly name: string;
  readonly text: string;
  /** The bytes of the file, where they are not the text in UTF-8. */
  readonly base64?: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly columns?: Readonly<Record<string, readonly unknown[]>>;
  readonly error?: string;
}

interface Deviation {
  readonly why: string;
  /** What we read, or how we refuse. */
  readonly is: RegExp | Readonly<Record<string, readonly unknown[]>>;
}

const BIGINT = "a column is numbers or bigint as a whole";
const BROKEN = "RFC 4180 does not allow it, and half a row is a sign of a broken file";

/** Where we differ from pandas, why, and what we do. */
const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  "integer that is not safe": { why: BIGINT, is: { a: [1n, 9007199254740993n] } },
  "largest uint64": { why: BIGINT, is: { a: [1n, 18446744073709551615n] } },
  "negative with uint64": {
    why: "whole numbers stay numbers, where pandas has no type for both",
    is: { a: [-1n, 18446744073709551615n] },
  },
  "large integer with missing": {
    why: "nothing is rounded, where pandas makes floats",
    is: { a: [9223372036854775807n, null] },
  },
  "empty file": { why: "an empty list of rows is saved as one, and comes back", is: {} },
  "text after a closing quote": { why: BROKEN, is: /x:2": Wanted a separator or a line end/ },
  "short row": { why: BROKEN, is: /x:2": Rows must have 2 cells: this one has 1/ },
  "rows wider than the header": {
    why: "rows have no index that the first cells could be",
    is: /x:2": Rows must have 2 cells: this one has 3/,
  },
  "separator at the end of rows": {
    why: "rows have no index that the first cells could be",
    is: /x:2": Rows must have 2 cells: this one has 3/,
  },
  "parse_dates of text": {
    why: "a column of dates and texts is found out now, not in a node",
    is: /x:2": Column "a" must be a date such as/,
  },
};

for (
  const { name, text, base64, args, columns, error } of recorded.cases as unknown as readonly RecordedCase[]
) {
  const deviation = DEVIATIONS[name];
  Deno.test(`csv reads as pandas ${recorded.pandas} does: ${name}${deviation ? ` (but ${deviation.why})` : ""}`, async () => {
    const file = base64 === undefined ? text : Uint8Array.fromBase64(base64);
    const load = (how: object) => loadText(CSV, file, { load_args: { ...args, ...how } });
    const loading = load({ as: "columns" });

    const wanted = deviation === undefined ? columns && mapValues(columns) : deviation.is;
    if (wanted instanceof RegExp) await assert.rejects(loading, wanted);
    else if (wanted === undefined) await assert.rejects(loading, `pandas refuses it: ${error}`);
    else {
      assert.deepEqual(await loading, wanted);
      const stream = await load({ stream: true }) as AsyncIterable<unknown>;
      assert.deepEqual(await Array.fromAsync(stream), await load({}));
    }
  });
}

const ROWS = [
  { id: 1, name: 'say "hi", it\'s', mass: 4.5, seen: new Date("2026-01-31T12:30:15Z") },
  { id: 2, name: null, mass: -0.255, seen: new Date("2026-02-01") },
];

for (const { args, text } of recorded.written) {
  Deno.test(`csv writes as pandas ${recorded.pandas} does with ${JSON.stringify(args)}`, async () => {
    const rows = ROWS.map((row) =>
      // pandas refuses no columns that it was not asked for.
      "columns" in args ? { mass: row.mass, id: row.id } : row
    );

    assert.equal(await saveText(CSV, rows, { save_args: args }), text);
  });
}

Deno.test("every deviation from pandas is one of a recorded case", () => {
  const names = recorded.cases.map((known) => known.name);

  assert.deepEqual(Object.keys(DEVIATIONS).filter((name) => !names.includes(name)), []);
});

function mapValues(columns: Readonly<Record<string, readonly unknown[]>>): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, values.map(fromRecorded)]),
  );
}

// JSON has no dates, infinities and whole numbers of 64 bits.
function fromRecorded(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  if (typeof value.date === "string") return new Date(value.date);
  return typeof value.integer === "string" ? BigInt(value.integer) : Number(value.float);
}
