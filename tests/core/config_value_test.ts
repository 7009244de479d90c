import assert from "node:assert/strict";
import { parseConfigObject } from "../../lib/core/config_value.ts";

Deno.test("parseConfigObject() copies plain data and leaves out what is undefined", () => {
  const data = { a: [1, { b: null }], c: { d: 2n, e: undefined }, f: undefined };

  const result = parseConfigObject(data, "parameters");

  assert.deepEqual(result, { value: { a: [1, { b: null }], c: { d: 2n } } });
  assert.ok("value" in result && result.value["a"] !== data.a);
});

Deno.test("parseConfigObject() refuses data that holds itself", () => {
  const data: Record<string, unknown> = {};
  data["self"] = data;

  const result = parseConfigObject(data, "parameters");

  assert.deepEqual("issues" in result && result.issues.map(({ message }) => message), [
    "parameters.self.self.self must be plain data (text, numbers, lists, maps): it is nested more than 100 deep",
  ]);
});
