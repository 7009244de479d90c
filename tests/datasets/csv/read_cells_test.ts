import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { type CellBlock, readCells } from "../../../lib/datasets/csv/read_cells.ts";
import { textSource } from "../../support/byte_source.ts";

const COMMA = { separator: ",", quote: undefined };

const text = fc.string({
  unit: fc.constantFrom("a", "é", '"', '"', ",", "\n", "\n", "\r\n", "\r", " "),
  maxLength: 40,
});

async function cellsOf(text: string, pieceSize: number) {
  const rows: { line: number; cells: readonly string[] }[] = [];
  const take = (block: CellBlock) =>
    block.rows.forEach((cells, index) => rows.push({ line: block.lineOf(index), cells }));
  try {
    for await (const block of readCells(textSource(text, { pieceSize }), COMMA)) take(block);
  } catch (error) {
    return String(error);
  }
  return rows;
}

Deno.test("readCells() gives the same rows, lines and errors wherever pieces of the file end", async () => {
  // Only a file of line feeds is cut, so that lines are counted by them.
  const withFeeds = text.map((value) => value.replaceAll(/\r(?!\n)/g, ""));
  await fc.assert(
    fc.asyncProperty(withFeeds, fc.integer({ min: 1, max: 9 }), async (value, pieceSize) => {
      assert.deepEqual(await cellsOf(value, pieceSize), await cellsOf(value, 1000));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("readCells() gives the cells that were quoted by the book, whatever they hold", async () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", "\n", "\r", " ") });
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { maxLength: 5 });
  await fc.assert(fc.asyncProperty(rows, fc.integer({ min: 1, max: 9 }), async (value, pieceSize) => {
    const quoted = value.map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(","));

    const read = await cellsOf(quoted.join("\n"), pieceSize);

    assert.deepEqual(typeof read === "string" ? read : read.map(({ cells }) => cells), value);
  }));
});

Deno.test("readCells() tells on which line a row begins, after blank lines and line ends in quotes", async () => {
  assert.deepEqual(await cellsOf('a\n\n"b\nc",d\n\n\ne\n', 5), [
    { line: 1, cells: ["a"] },
    { line: 3, cells: ["b\nc", "d"] },
    { line: 7, cells: ["e"] },
  ]);
});
