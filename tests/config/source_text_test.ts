import assert from "node:assert/strict";
import { namedSource, sourceText } from "../../lib/config/source_text.ts";

Deno.test("sourceText() turns offsets into lines and columns, whatever ends a line", () => {
  const source = sourceText("a.yml", "one\ntwo\r\nthree\rfour");

  const places = ["one", "two", "three", "four"].map((word) => source.placeOf(source.text.indexOf(word)));

  assert.deepEqual(places.map(({ line, column, text }) => [line, column, text]), [
    [1, 1, "one"],
    [2, 1, "two"],
    [3, 1, "three"],
    [4, 1, "four"],
  ]);
});

Deno.test("sourceText() counts the characters meant, to the end of the line at most", () => {
  const source = sourceText("a.yml", "key: 'first\n  second'\n");

  assert.equal(source.placeOf(0, 3).length, 3);
  assert.equal(source.placeOf(5, 21).length, 6);
  assert.equal(source.placeOf(22).length, 1);
});

Deno.test("sourceText() shows no line of a secret file, and no line that is too long to read", () => {
  const secret = sourceText("credentials.yml", "password: hunter2\n", { isSecret: true });
  const long = sourceText("a.json", `{"a": "${"x".repeat(5000)}"}`);

  assert.deepEqual(secret.placeOf(10, 17), { file: "credentials.yml", line: 1, column: 11, length: 7 });
  assert.equal("text" in long.placeOf(0), false);
});

Deno.test("sourceText() shows no line with credentials in it, but their names", () => {
  const text = "a: {type: csvv, credentials: {password: hunter2}}\nb: {type: csvv, credentials: db}\n";
  const source = sourceText("catalog.yml", text);

  assert.equal("text" in source.placeOf(4), false);
  assert.equal(source.placeOf(text.indexOf("b:")).text, "b: {type: csvv, credentials: db}");
});

Deno.test("namedSource() knows its name and no line", () => {
  assert.deepEqual(namedSource("--params").placeOf(5), { file: "--params" });
});
