import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { isPlainObject } from "../../lib/core/json.ts";
import { EXCEL } from "../../lib/datasets/excel.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import { fromEntry } from "../support/entry.ts";
import recorded from "./fixtures/pandas_excel.json" with { type: "json" };

/** Arguments, and what `pandas.read_excel` made of a workbook with them. */
interface RecordedCase {
  readonly args: Readonly<Record<string, unknown>>;
  readonly columns?: Readonly<Record<string, readonly unknown[]>>;
  readonly sheets?: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;
  readonly error?: string;
}

const FILES = localStore(fileURLToPath(new URL("fixtures/pandas_files", import.meta.url)));

/** Where we differ from pandas, why, and in which cells. */
const DEVIATIONS: Readonly<
  Record<string, { readonly why: string; readonly is: Readonly<Record<string, unknown>> }>
> = {
  '{"na_values":["Gentoo",2]}': {
    why: "numbers are numbers among texts, too",
    is: { id: [1, null, 3] },
  },
  '{"index_col":[1,0]}': {
    why: "a cell is what it is, where pandas fills an index from above",
    is: { name: ["Gentoo", 'say "hi"\nagain', null] },
  },
};

for (const { args, columns, sheets, error } of recorded.cases as unknown as readonly RecordedCase[]) {
  const deviation = DEVIATIONS[JSON.stringify(args)];
  const but = deviation === undefined ? "" : ` (but ${deviation.why})`;
  Deno.test(`excel reads as pandas ${recorded.pandas} does with ${JSON.stringify(args)}${but}`, async () => {
    const load = async () => {
      const fields = { filepath: "birds.xlsx", load_args: { ...args, as: "columns" } };
      return await fromEntry(EXCEL, fields, FILES).load();
    };

    if (columns !== undefined) {
      assert.deepEqual(await load(), { ...mapCells(columns) as object, ...deviation?.is });
    } else if (sheets !== undefined) {
      assert.deepEqual(await load(), mapCells(sheets));
    } else {
      await assert.rejects(load(), `pandas refuses it: ${error}`);
    }
  });
}

// JSON has no dates; and pandas makes fractions of booleans beside missing values.
function mapCells(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mapCells);
  if (!isPlainObject(value)) return value;
  if (typeof value.date === "string") return new Date(value.date);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === "male" && Array.isArray(inner)
        ? inner.map((cell) => typeof cell === "number" ? cell === 1 : cell)
        : mapCells(inner),
    ]),
  );
}
