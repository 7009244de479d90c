import assert from "node:assert/strict";
import { readScalar, readTagged } from "../../lib/config/yaml_scalar.ts";

const MEANINGS: Readonly<Record<string, readonly (readonly [text: string, value: unknown])[]>> = {
  "null": [["", null], ["~", null], ["null", null], ["NULL", null]],
  "booleans of YAML 1.1": [["yes", true], ["On", true], ["TRUE", true], ["no", false], ["off", false], [
    "False",
    false,
  ]],
  "whole numbers": [
    ["0", 0],
    ["+3", 3],
    ["-7", -7],
    ["1_000", 1000],
    ["010", 8],
    ["0x1F", 31],
    ["0b101", 5],
    ["-0", 0],
  ],
  "base 60": [["12:30:45", 45045], ["12:30", 750], ["-1:30", -90], ["1:30.5", 90.5]],
  "large whole numbers": [
    ["9007199254740991", 9007199254740991],
    ["9007199254740993", 9007199254740993n],
    ["-0xFFFFFFFFFFFFFFFF", -18446744073709551615n],
  ],
  "numbers": [["1.5", 1.5], ["1.", 1], [".5", 0.5], ["1e-3", 0.001], ["1E5", 100000], ["-1.5e+2", -150], [
    "1_0.2_5",
    10.25,
  ]],
  "special numbers": [[".inf", Infinity], ["-.INF", -Infinity], [".NaN", NaN]],
  "text that looks like something else": [
    ["y", "y"],
    ["n", "n"],
    ["nULL", "nULL"],
    ["yEs", "yEs"],
    ["09", "09"],
    ["0o10", "0o10"],
    ["1.2.3", "1.2.3"],
    ["1e", "1e"],
    ["1_a", "1_a"],
    ["0x", "0x"],
    ["0x_", "0x_"],
    ["1,000", "1,000"],
    ["1e3.5", "1e3.5"],
    [".", "."],
    ["2023-11-01", "2023-11-01"],
    ["2023-11-01 10:00:00", "2023-11-01 10:00:00"],
    ["12:99", "12:99"],
    ["0:30", "0:30"],
    ["nan", "nan"],
    ["inf", "inf"],
    ["_1", "_1"],
    ["-", "-"],
  ],
};

for (const [kind, cases] of Object.entries(MEANINGS)) {
  Deno.test(`readScalar() reads ${kind} as Kedro does`, () => {
    for (const [text, value] of cases) assert.deepEqual([text, readScalar(text)], [text, value]);
  });
}

Deno.test("readScalar() leaves numbers that nobody could have meant as text, without spending time on them", () => {
  const digits = "9".repeat(1_000_000);

  assert.equal(readScalar(digits), digits);
});

Deno.test("readTagged() makes what a tag asks for, or nothing", () => {
  assert.equal(readTagged("str", "12"), "12");
  assert.equal(readTagged("int", "7"), 7);
  assert.equal(readTagged("float", "3"), 3);
  assert.equal(readTagged("bool", "yes"), true);
  assert.equal(readTagged("null", ""), null);
  assert.equal(readTagged("int", "seven"), undefined);
  assert.equal(readTagged("binary", "aGk="), undefined);
});
