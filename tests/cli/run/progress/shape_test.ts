import assert from "node:assert/strict";
import { describeShape } from "../../../../cli/run/progress/shape.ts";

class Forest {
  readonly trees = 100;
}

for (
  const [value, rows, text] of [
    [[{ a: 1, b: 2 }, { a: 3, b: 4 }], 2, "2 rows × 2"],
    [[], 0, "0 rows"],
    [{ a: [1, 2, 3], b: new Float64Array(3) }, 3, "3 rows × 2"],
    [[1, 2, 3], undefined, "3 items"],
    [
      { trees: 100, name: "forest", seeds: [1, 2], deep: { x: 1 } },
      undefined,
      '{trees: 100, name: "forest", seeds: [2], deep: {…}}',
    ],
    ["penguins", undefined, '"penguins"'],
    ["x".repeat(12_345), undefined, "12.3 k characters"],
    [0.98217, undefined, "0.982"],
    [true, undefined, "true"],
    [null, undefined, "null"],
    [undefined, undefined, "undefined"],
    [new Uint8Array(9840), undefined, "9.8 kB"],
    [new Float32Array(3), undefined, "3 values"],
    [new Map([[1, 2]]), undefined, "1 entry"],
    [new Set([1, 2]), undefined, "2 entries"],
    [new Forest(), undefined, "Forest"],
    [() => 1, undefined, "a function"],
    [Object.create(null), undefined, "{}"],
    ["a\x1b[2Jb", undefined, '"a\\u001b[2Jb"'],
  ] as const
) {
  Deno.test(`describeShape() gives ${text}`, () => {
    const shape = describeShape(value);

    assert.equal(shape.rows, rows);
    assert.equal(shape.text, text);
  });
}

Deno.test("describeShape() shows no value that is hidden, at the top or inside", () => {
  const hiding = { isHidden: (path: readonly string[]) => path.includes("pin"), path: [] };

  assert.deepEqual(describeShape({ pin: "1234", user: "ada" }, hiding), { text: '{pin: ***, user: "ada"}' });
  assert.deepEqual(describeShape("1234", { ...hiding, path: ["pin"] }), { text: "***" });
});

Deno.test("describeShape() tells tables by id apart from columns", () => {
  const row = { x: 1 };

  assert.deepEqual(describeShape({ a: [row] }), { partitions: 1, text: "1 partition" });
  assert.deepEqual(describeShape({ a: () => [row], b: [row] }), { partitions: 2, text: "2 partitions" });
  assert.deepEqual(describeShape({ x: [1], y: [2] }), { rows: 1, text: "1 row × 2" });
});
