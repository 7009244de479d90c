import assert from "node:assert/strict";
import { ROOT } from "../../tasks/process.ts";

const text = await Deno.readTextFile(`${ROOT}deno.lock`);

Deno.test("deno.lock names packages and no address of a machine or registry", () => {
  assert.deepEqual(text.match(/\S*:\/\/\S*/g), null);
});

Deno.test("deno.lock holds one version of every package that a file names", () => {
  const { specifiers } = JSON.parse(text) as { readonly specifiers: Readonly<Record<string, string>> };

  const names = Object.keys(specifiers).map((specifier) => specifier.replace(/(?<=.)@[^@]*$/, ""));

  assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
});
