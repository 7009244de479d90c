import assert from "node:assert/strict";
import { formatCount, formatNoun } from "../../../cli/format/count.ts";
import { formatDuration } from "../../../cli/format/duration.ts";
import { formatNumber, formatNumbers } from "../../../cli/format/number.ts";
import { formatSize } from "../../../cli/format/size.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

Deno.test.each([
  [0.2, "<1 ms"],
  [12.4, "12 ms"],
  [99.6, "0.1 s"],
  [400, "0.4 s"],
  [2149, "2.1 s"],
  [9960, "10 s"],
  [34_400, "34 s"],
  [59_700, "1 min"],
  [72_000, "1 min 12 s"],
  [HOUR - 200, "1 h"],
  [2 * HOUR + 5 * MINUTE, "2 h 5 min"],
  [24 * HOUR - 1000, "1 d"],
  [76 * HOUR, "3 d 4 h"],
])("formatDuration(%d) is %s", (milliseconds, text) => assert.equal(formatDuration(milliseconds), text));

Deno.test.each([
  [0, "0 B"],
  [512, "512 B"],
  [999, "999 B"],
  [9840, "9.8 kB"],
  [71_200, "71 kB"],
  [999_700, "1.0 MB"],
  [1_240_000_000, "1.2 GB"],
])("formatSize(%d) is %s", (bytes, text) => assert.equal(formatSize(bytes), text));

Deno.test.each([
  [0, "0"],
  [-0, "0"],
  [7, "7"],
  [123456, "123456"],
  [0.98217, "0.982"],
  [0.5, "0.5"],
  [0.08124, "0.0812"],
  [12.3456, "12.3"],
  [1234.56, "1235"],
  [-0.25, "−0.25"],
  [0.0000123, "1.2e-5"],
  [1e21, "1.00e21"],
  [NaN, "NaN"],
  [Infinity, "∞"],
  [-Infinity, "−∞"],
])("formatNumber(%d) is %s", (value, text) => assert.equal(formatNumber(value), text));

Deno.test("formatNumbers() gives a column the same decimals", () => {
  assert.deepEqual(formatNumbers([0.98, 0.9712, 1]), ["0.980", "0.971", "1"]);
});

Deno.test("formatNumbers() takes as many digits as it needs to tell values apart", () => {
  assert.deepEqual(formatNumbers([0.98211, 0.98219]), ["0.9821", "0.9822"]);
});

Deno.test("formatNumbers() leaves values alone that are no finite number", () => {
  assert.deepEqual(formatNumbers([0.5, NaN, Infinity]), ["0.5", "NaN", "∞"]);
});

Deno.test.each([
  [344, "344"],
  [12_345, "12.3 k"],
  [249_000, "249 k"],
  [999_960, "1 M"],
  [1_234_567, "1.2 M"],
  [5_000_000_000, "5 G"],
])("formatCount(%d) is %s", (count, text) => assert.equal(formatCount(count), text));

Deno.test("formatNoun() knows one from many", () => {
  assert.deepEqual([formatNoun(1, "node"), formatNoun(2, "node"), formatNoun(0, "node")], [
    "1 node",
    "2 nodes",
    "0 nodes",
  ]);
});
