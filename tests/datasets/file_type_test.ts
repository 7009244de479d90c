import assert from "node:assert/strict";
import { CSV } from "../../lib/datasets/csv.ts";
import { fromEntry } from "../support/entry.ts";

Deno.test("describe() of a file has its path and arguments as they were written", () => {
  const dataset = fromEntry(CSV, { filepath: "data/x.csv", load_args: { sep: ";" }, versioned: false });

  assert.deepEqual(dataset.describe(), { type: "csv", filepath: "data/x.csv", load_args: { sep: ";" } });
});
