import assert from "node:assert/strict";
import { secret } from "../../../lib/core/secret.ts";
import { logDict, logText } from "../../../lib/tracking/logging/log_text.ts";
import { inNode, recordedRun } from "../../support/recorded_run.ts";

// First in its file: in Deno 2.9 a module loaded inside a run leaves the scope of the run to the test that comes next.
Deno.test("logText() and logDict() outside a run say how to open one", async () => {
  await assert.rejects(logText("", "a.txt"), /Cannot call logText\(\) outside a run: .*withRun\(/);
  await assert.rejects(logDict({}, "a.json"), /Cannot call logDict\(\) outside a run: .*withRun\(/);
});

Deno.test("logText() stores text as UTF-8, as it is", async () => {
  const run = recordedRun();

  await inNode(run, () => logText("ünïcödé 🐧", "a.txt"));

  assert.equal(new TextDecoder().decode(run.artifacts.get("a.txt")), "ünïcödé 🐧");
});

Deno.test("logDict() stores JSON, or YAML when the path says so", async () => {
  const run = recordedRun();
  const data = { b: [1, "two"], a: { nested: true, none: null }, key: secret("hunter2") };

  for (const path of ["x.json", "x.yml", "x.YAML", "x"]) await inNode(run, () => logDict(data, path));

  const json =
    `{\n  "b": [\n    1,\n    "two"\n  ],\n  "a": {\n    "nested": true,\n    "none": null\n  },\n  "key": "***"\n}\n`;
  const yaml = `b:\n  - 1\n  - two\na:\n  nested: true\n  none: null\nkey: "***"\n`;
  const text = (path: string) => new TextDecoder().decode(run.artifacts.get(path)).replaceAll("'", '"');
  assert.equal(text("x.json"), json);
  assert.equal(text("x"), json);
  assert.equal(text("x.yml"), yaml);
  assert.equal(text("x.YAML"), yaml);
});

Deno.test("logDict() refuses what JSON cannot hold", async () => {
  await assert.rejects(inNode(recordedRun(), () => logDict(undefined, "x.json")), {
    name: "TypeError",
    message: 'Cannot store undefined as "x.json": JSON cannot hold it',
  });
});

Deno.test("logDict() names the artifact that would hold a bigint or itself", async () => {
  const own: Record<string, unknown> = {};
  own.self = own;

  for (const data of [{ n: 1n }, own]) {
    await assert.rejects(inNode(recordedRun(), () => logDict(data, "x.json")), {
      name: "TypeError",
      message: /^Cannot store the data as "x\.json": /,
    });
  }
});
