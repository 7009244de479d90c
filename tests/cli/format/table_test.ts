import assert from "node:assert/strict";
import { createStyle } from "../../../cli/format/style.ts";
import { formatTable } from "../../../cli/format/table.ts";

const style = createStyle(false);
const COLUMNS = [{ head: "run" }, { head: "status" }, { head: "accuracy", align: "right" }] as const;

Deno.test("formatTable() stands words left and numbers right under a rule", () => {
  const lines = formatTable(COLUMNS, [["shining-auk-417", "finished", "0.982"], ["calm", "failed", "–"]], {
    style,
  });

  assert.deepEqual(lines, [
    "  run              status    accuracy",
    "  ───────────────────────────────────",
    "  shining-auk-417  finished     0.982",
    "  calm             failed           –",
  ]);
});

Deno.test("formatTable() leaves out columns at the end that do not fit", () => {
  const lines = formatTable(COLUMNS, [["shining-auk-417", "finished", "0.982"]], { style, width: 30 });

  assert.deepEqual(lines, [
    "  run              status",
    "  ─────────────────────────",
    "  shining-auk-417  finished",
  ]);
});

Deno.test("formatTable() cuts the longest cells where no column may be left out, down to a few signs", () => {
  const rows = [["shining-auk-417", "finished", "0.982"]];
  const lines = (width: number) => formatTable(COLUMNS, rows, { style, width, keepsColumns: true });

  assert.deepEqual(lines(35), [
    "  run            status    accuracy",
    "  ─────────────────────────────────",
    "  shinin…uk-417  finished     0.982",
  ]);
  assert.deepEqual(lines(10), lines(30));
  assert.equal(lines(10)[2], "  shin…417  finished     0.982");
});

Deno.test("formatTable() cuts long names in the middle", () => {
  const lines = formatTable([{ head: "run", maxWidth: 9 }], [["a-very-long-name"]], { style });

  assert.equal(lines[2], "  a-ve…name");
});

Deno.test("formatTable() colours a cell without moving what stands beside it", () => {
  const paint = createStyle(true).red;
  const lines = formatTable(COLUMNS.slice(0, 2), [["a", { text: "failed", paint }], ["b", "finished"]], {
    style,
  });

  assert.deepEqual(lines.slice(2), ["  a    \x1b[31mfailed\x1b[39m", "  b    finished"]);
});
