import assert from "node:assert/strict";
import { JSONL } from "../../lib/datasets/jsonl.ts";
import { loadText, saveText } from "../support/entry.ts";

Deno.test("jsonl writes one document a line, and reads what has blank lines or CRLF", async () => {
  assert.equal(await saveText(JSONL, [{ a: "x\ny" }, null, [1]]), '{"a":"x\\ny"}\nnull\n[1]\n');
  assert.deepEqual(await loadText(JSONL, '\uFEFF{"a":1}\r\n\r\n[[2]]'), [{ a: 1 }, [[2]]]);
});

Deno.test("jsonl names the line of what it would lose", async () => {
  await assert.rejects(saveText(JSONL, [1, { a: [undefined] }]), {
    name: "TypeError",
    message: "Cannot save line 2 as JSON: a[0] is undefined, which JSON cannot hold",
  });
});

Deno.test("jsonl refuses a value that is no list", async () => {
  await assert.rejects(saveText(JSONL, { a: 1 }), {
    message: "Cannot save as JSON lines: wanted a list or an iterable, found a map",
  });
});
