import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { secret } from "../../lib/core/secret.ts";
import { memoryDataset } from "../../lib/datasets/memory_dataset.ts";
import { previewValue } from "../../lib/datasets/preview.ts";
import { BUILTIN_TYPES } from "../../lib/datasets/types.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("previewValue() shows rows as a table, with the columns of all of them", async () => {
  const rows = [{ a: 1, b: new Date(0) }, { a: null, c: 2n }, { a: NaN, b: { d: [secret("hunter2")] } }];

  assert.deepEqual(await previewValue(rows), {
    kind: "table",
    columns: ["a", "b", "c"],
    rows: [[1, "1970-01-01T00:00:00.000Z", null], [null, null, "2"], ["NaN", { d: ["***"] }, null]],
    isWhole: true,
  });
  assert.deepEqual(await previewValue(rows, { limit: 1 }), {
    kind: "table",
    columns: ["a", "b"],
    rows: [[1, "1970-01-01T00:00:00.000Z"]],
    isWhole: false,
  });
});

Deno.test("previewValue() asks a stream for no more than it shows, and closes it", async () => {
  const log: string[] = [];
  async function* numbers() {
    try {
      for (let n = 0;; n++) {
        log.push(`${n}`);
        yield { n: await Promise.resolve(n) };
      }
    } finally {
      log.push("closed");
    }
  }

  const preview = await previewValue(numbers(), { limit: 2 });

  assert.deepEqual(preview, { kind: "table", columns: ["n"], rows: [[0], [1]], isWhole: false });
  assert.deepEqual(log, ["0", "1", "2", "closed"]);
});

Deno.test("previewValue() shows the first lines of text, and all else as JSON with long lists cut", async () => {
  const limit = 2;

  assert.deepEqual(await previewValue("a\nb\nc", { limit }), {
    kind: "text",
    text: "a\nb\n",
    isWhole: false,
  });
  assert.deepEqual(await previewValue("a\nb\n", { limit }), { kind: "text", text: "a\nb\n", isWhole: true });
  const value = { list: [1, 2, 3], map: new Map([["k", new Set([1])]]) };
  assert.deepEqual(await previewValue(value, { limit }), {
    kind: "value",
    value: { list: [1, 2], map: { k: [1] } },
    isWhole: false,
  });
  assert.deepEqual(await previewValue([1, "x"], { limit }), {
    kind: "value",
    value: [1, "x"],
    isWhole: true,
  });
  assert.deepEqual(await previewValue(new Uint8Array([1, 255])), {
    kind: "value",
    value: { bytes: 2, hex: "01ff" },
    isWhole: true,
  });
  assert.deepEqual(await previewValue(new Float64Array([0.5])), {
    kind: "value",
    value: [0.5],
    isWhole: true,
  });
  assert.deepEqual(await previewValue(new URL("https://a.b")), {
    kind: "value",
    value: "an instance of URL",
    isWhole: true,
  });
  const self: { inner?: unknown } = {};
  self.inner = self;
  assert.equal((await previewValue(self)).isWhole, false);
  await assert.rejects(previewValue(1, { limit: 0 }), { name: "RangeError" });
});

Deno.test("preview() of a file reads its beginning, and no more", async () => {
  await using dir = await tempDir();
  const rows = Array.from({ length: 40_000 }, (_, n) => `${n},x`);
  await dir.write({
    "a.csv": `n,t\n${rows.join("\n")}\nnot,a,row\n`,
    "a.jsonl": `{"n":1}\n${'{"n":2}\n'.repeat(200_000)}not JSON\n`,
    "a.txt": "one\ntwo\nthree\n",
  });
  const catalog = createCatalog({
    root: dir.path,
    entries: {
      table: { type: "csv", filepath: "a.csv", load_args: { as: "columns" } },
      kept: { type: "cached", dataset: { type: "csv", filepath: "a.csv" } },
      lines: { type: "jsonl", filepath: "a.jsonl" },
      text: { type: "text", filepath: "a.txt" },
      bytes: { type: "bytes", filepath: "a.txt" },
      "{x}_json": { type: "json", filepath: "{x}.json" },
    },
    parameters: { model: { trees: 10 } },
  });

  const table = { kind: "table", columns: ["n", "t"], rows: [[0, "x"], [1, "x"]], isWhole: false };
  assert.deepEqual(await catalog.preview("table", { limit: 2 }), table);
  assert.deepEqual(await catalog.preview("kept", { limit: 2 }), table);
  await assert.rejects(catalog.load("table"), /Rows must have 2 cells/);
  assert.deepEqual(await catalog.preview("lines", { limit: 1 }), {
    kind: "table",
    columns: ["n"],
    rows: [[1]],
    isWhole: false,
  });
  assert.deepEqual(await catalog.preview("text", { limit: 2 }), {
    kind: "text",
    text: "one\ntwo\n",
    isWhole: false,
  });
  assert.deepEqual((await catalog.preview("bytes")).kind, "value");
  assert.deepEqual(await catalog.preview("params:model"), {
    kind: "value",
    value: { trees: 10 },
    isWhole: true,
  });
  await assert.rejects(catalog.preview("no_json"), /Cannot preview dataset "no_json": cannot read .*no.json/);
});

Deno.test("preview() of partitions is their ids", async () => {
  await using dir = await tempDir();
  await dir.write({ "parts/a": "not JSON", "parts/b": "not JSON", "parts/CHECKPOINT": "a" });
  const catalog = createCatalog({
    root: dir.path,
    entries: {
      all: { type: "partitioned", path: "parts", dataset: "json" },
      fresh: { type: "incremental", path: "parts", dataset: "json" },
    },
  });

  assert.deepEqual(await catalog.preview("all", { limit: 2 }), {
    kind: "table",
    columns: ["partition"],
    rows: [["CHECKPOINT"], ["a"]],
    isWhole: false,
  });
  assert.deepEqual(await catalog.preview("fresh"), {
    kind: "table",
    columns: ["partition"],
    rows: [["b"]],
    isWhole: true,
  });
});

Deno.test("every built-in type has a description without secrets, and a preview", async () => {
  await using dir = await tempDir();
  await dir.write({ "x": "", "parts/x": "" });
  const fields: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    memory: { data: 1 },
    cached: { dataset: { type: "memory", data: 1, credentials: { key: "hunter2" } } },
    partitioned: { path: "parts", dataset: { type: "text", credentials: { key: "hunter2" } } },
    incremental: { path: "parts", dataset: { type: "text", credentials: { key: "hunter2" } } },
  };
  for (const { type } of BUILTIN_TYPES) {
    const entry = { type, credentials: { key: "hunter2" }, ...fields[type] ?? { filepath: "x" } };
    const catalog = createCatalog({ root: dir.path, entries: { a: entry, b: memoryDataset("x") } });

    const description = JSON.stringify(catalog.describe("a"));
    const preview = await catalog.preview("a").catch((error: Error) => error.message);

    assert.match(description, new RegExp(`"type":"${type}"`));
    // The empty file is none of some formats.
    assert.ok(
      typeof preview === "object" || preview.startsWith('Cannot preview dataset "a": '),
      String(preview),
    );
    assert.doesNotMatch(description + JSON.stringify(preview), /hunter2/);
  }
});
