import assert from "node:assert/strict";
import { TEXT } from "../../lib/datasets/text.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import { fromEntry, loadText, saveText } from "../support/entry.ts";

const lines = async (text: string) =>
  await Array.fromAsync(
    await loadText(TEXT, text, { load_args: { stream: true } }) as AsyncIterable<string>,
  );

Deno.test("text streams lines without their ends", async () => {
  assert.deepEqual(await lines("\uFEFFone\r\n\ntwo \nthree"), ["one", "", "two ", "three"]);
  assert.deepEqual(await lines("one\n"), ["one"]);
  assert.deepEqual(await lines(""), []);
});

Deno.test("text streams long files whole", async () => {
  const wanted = Array.from({ length: 50_000 }, (_, index) => `line ${index} ünï`);

  assert.deepEqual(await lines(wanted.join("\n")), wanted);
});

Deno.test("text saves a string as it is, and any iterable as lines", async () => {
  assert.equal(await saveText(TEXT, "a\r\nb"), "a\r\nb");
  assert.equal(await saveText(TEXT, ["a", "b"]), "a\nb\n");
});

Deno.test("text refuses lines that are no single lines", async () => {
  await assert.rejects(saveText(TEXT, ["a", 5]), {
    name: "TypeError",
    message: "Cannot save line 2 as text: wanted a string, found 5",
  });
  await assert.rejects(saveText(TEXT, ["a\nb"]), {
    message: "Cannot save line 1 as text: wanted one line, found a line end in it",
  });
});

Deno.test("text refuses half of a surrogate pair, which would be saved as another character", async () => {
  const text = fromEntry(TEXT, { filepath: "x" }, memoryStore());

  await assert.rejects(text.save("ok \ud83d"), {
    message:
      "Cannot save as text: it is a text whose character 4 is half of a surrogate pair, which no file can hold",
  });
  await assert.rejects(
    text.save(["ok", "\udc00"]),
    /Cannot save line 2 as text: it is a text whose character 1 is half/,
  );
  await text.save("whole 😀");
  assert.equal(await text.load(), "whole 😀");
});
