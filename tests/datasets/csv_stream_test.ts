import assert from "node:assert/strict";
import { CSV } from "../../lib/datasets/csv.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import { fromEntry, loadText, problemsOf } from "../support/entry.ts";

const stream = async (text: string, load_args: Record<string, unknown> = {}) =>
  await Array.fromAsync(
    await loadText(CSV, text, { load_args: { stream: true, ...load_args } }) as AsyncIterable<unknown>,
  );
const table = (cells: readonly string[]) => `a\n${cells.join("\n")}\n`;
const many = (cell: string) => Array.from({ length: 10_000 }, () => cell);

Deno.test("a streamed csv takes types from its first 10,000 rows", async () => {
  const rows = await stream(table([...many("1").slice(1), "x", "2"]));

  assert.deepEqual(rows.slice(-2), [{ a: "x" }, { a: "2" }]);
});

for (
  const [what, first, later, wanted] of [
    ["text among numbers", "1", "x", "a number that is held exactly"],
    ["a whole number that is not safe", "1", "9007199254740993", "a number that is held exactly"],
    ["text among booleans", "true", "1", "true or false"],
    ["a value in a column that had none", "NA", "1", "missing"],
  ] as const
) {
  Deno.test(`a streamed csv names the line of ${what} after them, and the remedy`, async () => {
    await assert.rejects(stream(table([...many(first), later])), {
      name: "DatasetError",
      message:
        `Cannot read "x:10002": Column "a" must be ${wanted}, as in the first 10000 rows (or name its type in load_args.dtype): found "${later}"`,
    });
  });
}

Deno.test("a streamed csv goes on with fractions and missing values after whole numbers", async () => {
  const rows = await stream(table([...many("1"), "2.5", "NA"]));

  assert.deepEqual(rows.slice(-2), [{ a: 2.5 }, { a: null }]);
});

Deno.test("a streamed csv of long rows looks at no more than about a mebibyte for its types", async () => {
  const bytes = new TextEncoder().encode(table(Array.from({ length: 500 }, () => "x".repeat(10_000))));
  let sent = 0;
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += 65_536) {
      const piece = bytes.slice(at, at + 65_536);
      sent += piece.length;
      yield await Promise.resolve(piece);
    }
  };
  const store = { ...memoryStore(), read: () => Promise.resolve(ReadableStream.from(pieces())) };
  const rows = await fromEntry(CSV, { filepath: "x", load_args: { stream: true } }, store).load();

  for await (const _row of rows as AsyncIterable<unknown>) break;

  assert.ok(sent < 2_000_000, `${sent} of ${bytes.length} bytes were read`);
});

Deno.test("a streamed csv takes types from dtype, whatever its first rows look like", async () => {
  const rows = await stream(table([...many("1"), "x"]), { dtype: "str" });

  assert.deepEqual([rows[0], rows.at(-1)], [{ a: "1" }, { a: "x" }]);
});

Deno.test("a streamed csv needs no rows, and no columns", async () => {
  assert.deepEqual(await stream("a,b\n"), []);
  assert.deepEqual(await stream(""), []);
});

Deno.test("a streamed csv cuts quoted cells at no line end, wherever pieces of the file end", async () => {
  const text = `"${"line\n".repeat(30)}"`;
  const rows = await stream(table(Array.from({ length: 2_000 }, () => text)));

  assert.equal(rows.length, 2_000);
  assert.ok(rows.every((row) => (row as { a: string }).a === "line\n".repeat(30)));
});

Deno.test("a streamed csv notices that its columns changed between looking at its types and reading it", async () => {
  const texts = ["a\n1\n", "a\n1\n", "b\n1\n"];
  const store = {
    ...memoryStore(),
    read: () => Promise.resolve(new Response(texts.shift()).body!),
  };
  const rows = await fromEntry(CSV, { filepath: "x", load_args: { stream: true } }, store).load();

  await assert.rejects(Array.fromAsync(rows as AsyncIterable<unknown>), {
    message: 'Cannot read "x": Its columns changed while it was read',
  });
});

Deno.test("csv cannot stream columns", () => {
  assert.deepEqual(problemsOf(CSV, { filepath: "x", load_args: { stream: true, as: "columns" } }), [
    "load_args cannot stream columns: leave out stream, or as",
  ]);
});
