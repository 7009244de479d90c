import assert from "node:assert/strict";
import { compare } from "../../../cli/runs/comparison.ts";
import { formatComparison } from "../../../cli/runs/format_comparison.ts";
import { createStyle } from "../../../cli/format/style.ts";
import { fakeRun } from "../../support/fake_report.ts";

Deno.test("compare() subtracts the second run from the first", () => {
  const { metrics } = compare(fakeRun({ metrics: { loss: 0.5 } }), fakeRun({ metrics: { loss: 2 } }));

  assert.deepEqual(metrics, [{ key: "loss", values: [0.5, 2], difference: -1.5 }]);
});

Deno.test("compare() takes NaN and infinity as equal to themselves", () => {
  const run = fakeRun({ metrics: { a: NaN, b: Infinity } });

  assert.deepEqual(compare(run, run).metrics.map(({ difference }) => difference), [0, 0]);
});

Deno.test("compare() keeps what only one of the runs has", () => {
  const { params, metrics } = compare(fakeRun({ params: { a: "1" } }), fakeRun({ metrics: { b: 1 } }));

  assert.deepEqual(params, [{ key: "a", values: ["1", undefined], isEqual: false }]);
  assert.deepEqual(metrics, [{ key: "b", values: [undefined, 1], difference: undefined }]);
});

Deno.test("formatComparison() shows the difference and its direction, with digits that tell", () => {
  const runs = [
    fakeRun({ metrics: { accuracy: 0.98211, loss: 0.071, same: 1 } }),
    fakeRun({ metrics: { accuracy: 0.98219, loss: 0.094, same: 1 } }),
  ] as const;

  const lines = formatComparison(compare(...runs), runs, { style: createStyle(false), now: 0 });

  assert.deepEqual(lines.slice(2, 6).map((line) => line.trim().split(/ {2,}/)), [
    ["metrics"],
    ["accuracy", "0.9821", "0.9822", "−8.0e-5", "▼"],
    ["loss", "0.071", "0.094", "−0.023", "▼"],
    ["1 equal"],
  ]);
});
