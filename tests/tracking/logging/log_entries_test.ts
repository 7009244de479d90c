import assert from "node:assert/strict";
import { secret } from "../../../lib/core/secret.ts";
import {
  logMetric,
  logMetrics,
  logParam,
  logParams,
  setTag,
  setTags,
} from "../../../lib/tracking/logging/log_entries.ts";
import { logLine } from "../../../lib/tracking/logging/log_line.ts";
import { withRun } from "../../../lib/tracking/logging/with_run.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { inNode, recordedRun } from "../../support/recorded_run.ts";

Deno.test("logParam() and setTag() turn values into text", () => {
  const run = recordedRun();
  const cases: readonly (readonly [value: unknown, text: string])[] = [
    ["text", "text"],
    [0.1, "0.1"],
    [NaN, "NaN"],
    [true, "true"],
    [null, "null"],
    [12345678901234567890n, "12345678901234567890"],
    [[1, "a"], '[1,"a"]'],
    [{ a: { b: 1 } }, '{"a":{"b":1}}'],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [secret("hunter2"), "***"],
    [{ key: secret("hunter2") }, '{"key":"***"}'],
  ];

  inNode(run, () => cases.forEach(([value], i) => logParam(`p${i}`, value)));
  inNode(run, () => cases.forEach(([value], i) => setTag(`t${i}`, value)));

  assert.deepEqual(run.params, cases.map(([, text], i) => [`p${i}`, text]));
  assert.deepEqual(run.tags, cases.map(([, text], i) => [`t${i}`, text]));
});

Deno.test("logParam() and setTag() refuse what is no value", () => {
  for (const value of [undefined, () => 1, Symbol("x")]) {
    assert.throws(() => inNode(recordedRun(), () => logParam("trees", value)), {
      name: "TrackingError",
      code: "INVALID_PARAMETER_VALUE",
      message: `Cannot log param "trees": it has no value, found ${typeof value}`,
    });
    assert.throws(() => inNode(recordedRun(), () => setTag("team", value)), /Cannot log tag "team"/);
  }
});

Deno.test("logParams(), logMetrics() and setTags() write all at once", () => {
  const run = recordedRun();

  inNode(run, () => logParams({ trees: 100, seed: 7 }));
  inNode(run, () => logMetrics({ f1: 0.5, accuracy: 1 }, { step: 3, timestamp: 9 }));
  inNode(run, () => setTags({ a: 1, b: "x" }));

  assert.equal(run.nodes.length, 3);
  assert.deepEqual(run.params, [["trees", "100"], ["seed", "7"]]);
  assert.deepEqual(run.metrics, [
    { key: "f1", value: 0.5, step: 3, timestamp: 9 },
    { key: "accuracy", value: 1, step: 3, timestamp: 9 },
  ]);
  assert.deepEqual(run.tags, [["a", "1"], ["b", "x"]]);
});

Deno.test("logMetric() takes step 0 and the time of the call when nothing is said", () => {
  const run = recordedRun();
  const before = Date.now();

  inNode(run, () => logMetric("loss", 0.5));

  const [point] = run.metrics;
  assert.equal(point?.step, 0);
  assert.ok(point.timestamp >= before && point.timestamp <= Date.now());
});

Deno.test("logging functions tell which node writes", () => {
  const run = recordedRun();

  inNode(run, () => logMetric("loss", 1), "train");
  inNode(run, () => setTag("team", "birds"), "evaluate");

  assert.deepEqual(run.nodes, ["train", "evaluate"]);
});

Deno.test("logLine() writes a line for the node, of level info when nothing is said", () => {
  const run = recordedRun();

  inNode(run, () => logLine("dropped 11 rows"));
  inNode(run, () => logLine("no mass", { level: "warn" }));

  assert.deepEqual(run.lines, [
    { level: "info", message: "dropped 11 rows", node: "train" },
    { level: "warn", message: "no mass", node: "train" },
  ]);
});

Deno.test("logging functions outside a run say how to open one", () => {
  const calls: Readonly<Record<string, () => void>> = {
    logParam: () => logParam("a", 1),
    logParams: () => logParams({ a: 1 }),
    logMetric: () => logMetric("a", 1),
    logMetrics: () => logMetrics({ a: 1 }),
    setTag: () => setTag("a", 1),
    setTags: () => setTags({ a: 1 }),
    logLine: () => logLine("hello"),
  };
  for (const [name, call] of Object.entries(calls)) {
    assert.throws(call, {
      name: "TrackingError",
      message: `Cannot call ${name}() outside a run: call it from a node, or open a run with ` +
        `withRun({ experiment: "..." }, () => ...)`,
    });
  }
});

Deno.test("logging functions do nothing in an untracked run, but refuse what is wrong", () => {
  inNode(undefined, () => logMetric("loss", 1));
  inNode(undefined, () => logParams({ trees: 100 }));

  assert.throws(() => inNode(undefined, () => logMetric("../loss", 1)), { code: "INVALID_PARAMETER_VALUE" });
  assert.throws(
    () => inNode(undefined, () => logMetric("loss", 1, { step: 0.5 })),
    /its step must be an integer/,
  );
});

Deno.test("logMetric() quotes text that is no number, cut short, and tells a bigint from a number", () => {
  const given: readonly (readonly [value: unknown, shown: string])[] = [
    ["0.5", '"0.5"'],
    ["x".repeat(100), `"${"x".repeat(59)}…"`],
    [5n, "the bigint 5"],
    [{ loss: 1 }, "a map"],
    [null, "null"],
  ];
  for (const [value, shown] of given) {
    assert.throws(() => inNode(undefined, () => logMetric("loss", value as number)), {
      message: `Cannot log metric "loss": its value must be a number: current value is ${shown}`,
    });
  }
});

Deno.test("what cannot be logged is told with its run", async () => {
  await using dir = await tempDir();

  await withRun({ directory: dir.path, name: "first" }, () => {
    for (
      const [log, message] of [
        [
          () => logMetric("loss", "x" as unknown as number),
          /^Cannot log metric "loss" of run "first": .*"x"$/,
        ],
        [() => logMetric("lo$s", 1), /^Cannot log metric "lo\$s" of run "first": its name may hold/],
        [() => logParam("p", "x".repeat(6001)), /^Cannot log param "p" of run "first": .* it has 6001$/],
        [() => setTag("t#", 1), /^Cannot log tag "t#" of run "first": its name may hold/],
      ] as const
    ) assert.throws(log, { code: "INVALID_PARAMETER_VALUE", message });
  });
});
