import assert from "node:assert/strict";
import { logTable } from "../../../lib/tracking/logging/log_table.ts";
import { inNode, recordedRun } from "../../support/recorded_run.ts";

type Table = Parameters<typeof logTable>[0];

Deno.test("logTable() stores rows, with all columns that any of them has", async () => {
  assert.deepEqual(await stored([{ a: 1, b: "x" }, { b: null, c: true }, {}]), {
    columns: ["a", "b", "c"],
    data: [[1, "x", null], [null, null, true], [null, null, null]],
  });
});

Deno.test("logTable() stores columns", async () => {
  assert.deepEqual(await stored({ a: [1, 2], b: ["x", undefined] }), {
    columns: ["a", "b"],
    data: [[1, "x"], [2, null]],
  });
});

Deno.test("logTable() stores empty tables, dates as text and large integers as text", async () => {
  assert.deepEqual(await stored([]), { columns: [], data: [] });
  assert.deepEqual(await stored({}), { columns: [], data: [] });
  assert.deepEqual(await stored([{ at: new Date(0), id: 2n ** 60n, bad: NaN }]), {
    columns: ["at", "id", "bad"],
    data: [["1970-01-01T00:00:00.000Z", "1152921504606846976", null]],
  });
});

Deno.test("logTable() refuses what is no table, and a path that does not end in .json", async () => {
  const notATable = [1, 2] as unknown as Table;

  await assert.rejects(stored(notATable), {
    name: "TypeError",
    message: 'Cannot store a table as "t.json": row 0 must be an object',
  });
  await assert.rejects(stored({ a: [1, 2], b: [1] }), {
    name: "TypeError",
    message: 'Cannot store a table as "t.json": column "b" must be a list of 2 values',
  });
  await assert.rejects(inNode(recordedRun(), () => logTable([], "t.csv")), {
    name: "TypeError",
    message: 'Cannot store a table as "t.csv": its path must end in ".json"',
  });
});

Deno.test("logTable() outside a run says how to open one", async () => {
  await assert.rejects(logTable([], "t.json"), /Cannot call logTable\(\) outside a run: .*withRun\(/);
});

async function stored(table: Table): Promise<unknown> {
  const run = recordedRun();
  await inNode(run, () => logTable(table, "t.json"));
  return JSON.parse(new TextDecoder().decode(run.artifacts.get("t.json")));
}
