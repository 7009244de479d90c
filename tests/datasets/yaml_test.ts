import assert from "node:assert/strict";
import { YAML } from "../../lib/datasets/yaml.ts";
import { loadText, saveText } from "../support/entry.ts";

Deno.test("yaml reads the words of YAML 1.1, as PyYAML does", async () => {
  const value = await loadText(YAML, "a: yes\nb: 0777\nc: 2026-01-31\nd: .nan\ne: ~\n<<: {f: 1}\n");

  assert.deepEqual(value, { a: true, b: 511, c: new Date("2026-01-31"), d: NaN, e: null, f: 1 });
});

Deno.test("yaml quotes texts that would be read as something else", async () => {
  assert.equal(await saveText(YAML, { a: "yes", b: "2026-01-31" }), "a: 'yes'\nb: '2026-01-31'\n");
});

Deno.test("yaml keeps the order of keys, or sorts them when asked", async () => {
  assert.equal(await saveText(YAML, { b: 1, a: 2 }), "b: 1\na: 2\n");
  assert.equal(await saveText(YAML, { b: 1, a: 2 }, { save_args: { sort_keys: true } }), "a: 2\nb: 1\n");
});

Deno.test("yaml indents and folds as it is told", async () => {
  const value = { a: { b: 1 }, c: "some words that are folded" };

  assert.equal(
    await saveText(YAML, value, { save_args: { indent: 4, width: 16 } }),
    "a:\n    b: 1\nc: >-\n    some words that\n    are folded\n",
  );
});

Deno.test("yaml names the line of a key that stands twice", async () => {
  await assert.rejects(loadText(YAML, "a: 1\nb: 2\na: 3\n"), {
    name: "DatasetError",
    message: 'Cannot read "x:3": Text must be YAML: duplicated mapping key',
  });
});

for (
  const [value, found] of [
    [{ a: undefined }, "a is undefined"],
    [[new Map()], "[0] is an instance of Map"],
    [{ a: 5n }, "a is the bigint 5"],
    [{ a: { b: new Date(NaN) } }, "a.b is an instance of Date"],
  ] as const
) {
  Deno.test(`yaml refuses what it would lose: ${found}`, async () => {
    await assert.rejects(saveText(YAML, value), {
      name: "TypeError",
      message: `Cannot save as YAML: ${found}, which YAML cannot hold`,
    });
  });
}
