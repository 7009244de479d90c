import assert from "node:assert/strict";
import { BYTES } from "../../lib/datasets/bytes.ts";
import { CACHED } from "../../lib/datasets/cached.ts";
import { CLONE } from "../../lib/datasets/clone.ts";
import { CSV } from "../../lib/datasets/csv.ts";
import { EXCEL } from "../../lib/datasets/excel.ts";
import { JSON_FILE } from "../../lib/datasets/json.ts";
import { JSON_TABLE } from "../../lib/datasets/json_table.ts";
import { JSONL } from "../../lib/datasets/jsonl.ts";
import { MEMORY } from "../../lib/datasets/memory.ts";
import { PARQUET } from "../../lib/datasets/parquet.ts";
import { INCREMENTAL, PARTITIONED } from "../../lib/datasets/partitioned.ts";
import { TEXT } from "../../lib/datasets/text.ts";
import { BUILTIN_TYPES } from "../../lib/datasets/types.ts";
import { YAML } from "../../lib/datasets/yaml.ts";
import { type FileDatasetCase, testDatasetType, testFileDatasetType } from "../contract/dataset_contract.ts";
import { testTabularStream, testTabularType } from "../contract/tabular_contract.ts";
import { fromEntry } from "../support/entry.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";

const FILE_TYPES: readonly FileDatasetCase[] = [
  {
    type: CSV,
    values: [[{ a: 1, b: "x" }, { a: 2, b: null }], [{ a: true }], []],
    unsavable: [() => [{ a: [] }], () => failing({ a: 1 })],
    broken: { text: "a,b\n1,2\n3\n", line: 3 },
  },
  {
    type: PARQUET,
    values: [[{ a: 1, b: "x" }, { a: 2, b: null }], [{ a: true, b: [1, { c: null }] }], []],
    unsavable: [() => [{ a: () => 1 }], () => [{ a: 1 }, { a: "x" }], () => failing({ a: 1 })],
    broken: { text: "a,b\n1,2\n" },
  },
  {
    type: EXCEL,
    values: [
      { One: [{ a: 1, b: "x" }, { a: 2, b: null }] },
      { One: [{ a: true }], Two: [{ b: new Date("2026-01-31T12:30:15.123Z") }] },
    ],
    fields: { load_args: { sheet_name: null } },
    unsavable: [() => [{ a: [] }], () => [{ a: 2n ** 60n }], () => failing({ a: 1 })],
    broken: { text: "a,b\n1,2\n" },
  },
  {
    type: JSON_FILE,
    values: [{ a: [1, "x", null, { b: true }] }, [1], null],
    unsavable: [() => ({ a: undefined })],
    broken: { text: '{\n"a": \n}', line: 3 },
  },
  {
    type: JSONL,
    values: [[{ a: 1 }, [2], "x", null], [[]], []],
    unsavable: [() => [1, NaN], () => ({ a: 1 }), () => failing({ a: 1 })],
    broken: { text: "1\n\n{\n", line: 3 },
  },
  {
    type: JSON_TABLE,
    values: [[{ a: 1, b: "x" }, { a: null, b: [true] }], [{ a: 1.5 }], []],
    unsavable: [() => [{ a: () => 1 }], () => 5, () => failing({ a: 1 })],
    broken: { text: '{"a":\n{"0": 1}, [\n', line: 2 },
  },
  {
    type: CLONE,
    values: [
      { a: [1, undefined, null, -0, NaN, 2n], b: new Map([["x", new Set([new Date(0)])]]), c: /x/g },
      [new Float64Array([1.5]), new Error("x")],
    ],
    unsavable: [() => ({ a: () => 1 }), () => new URL("file:///x")],
    broken: { text: new Uint8Array([0x80, 4, 0x95]) },
  },
  {
    type: TEXT,
    values: ["one\r\ntwo\n", "ünï 𝄞", ""],
    unsavable: [() => 5, () => [5], () => ["two\nlines"], () => failing("x")],
    broken: { text: new Uint8Array([0x61, 0x0a, 0xff, 0x0a]), line: 2 },
  },
  {
    type: YAML,
    values: [{ a: ["yes", "1e5", "2026-01-31", new Date(0)], b: { c: NaN } }, [1], "x"],
    unsavable: [() => ({ a: () => 1 })],
    broken: { text: "a: 1\nb: [\nc", line: 3 },
  },
  {
    type: BYTES,
    values: [new Uint8Array([0, 255, 10]), new Uint8Array([1]), new Uint8Array()],
    unsavable: [() => "text", () => [1], () => failing(new Uint8Array(5))],
  },
];

for (const each of FILE_TYPES) testFileDatasetType(each);
testDatasetType({ type: MEMORY, values: [{ a: [1, { b: new Date(0) }] }, [1], "x"] });
testDatasetType({ type: CACHED, fields: { dataset: { type: "memory" } }, values: [{ a: [1] }, [1], "x"] });

testTabularType(CSV);
testTabularType(PARQUET);
testTabularType(EXCEL);
testTabularType(JSON_TABLE);
testTabularType(JSONL);
testTabularStream({
  type: CSV,
  numbered: (rows, text) => `n,text\n${lines(rows, (n) => `${n},${text}\n`)}`,
  brokenAt: (row) => ({ text: `n\n${lines(40_000, (n) => n === row ? "1,2\n" : `${n}\n`)}`, line: row + 1 }),
});
testTabularStream({
  type: PARQUET,
  numbered: parquetFile,
  brokenAt: { because: "it has no lines" },
  inGroups: {
    because: "a row group is read and written at once; tests/datasets/parquet_test.ts looks at the memory",
  },
});
testTabularStream({
  type: JSONL,
  numbered: (rows, text) => lines(rows, (n) => `{"n":${n},"text":"${text}"}\n`),
  brokenAt: (row) => ({ text: lines(40_000, (n) => n === row ? "{n}\n" : `{"n":${n}}\n`), line: row }),
});

Deno.test("every type of BUILTIN_TYPES is run through the contract", () => {
  // What a folder of partitions loads is not what was saved: tests/datasets/partitions_test.ts.
  const tested = [...FILE_TYPES.map(({ type }) => type), MEMORY, CACHED, PARTITIONED, INCREMENTAL];

  assert.deepEqual(new Set(tested), new Set(BUILTIN_TYPES));
});

Deno.test("a file type needs a filepath and nothing else, so that it can take an entry without making its schema", () => {
  for (const { type } of FILE_TYPES) {
    const { properties = {}, required } = type.optionsSchema?.() as {
      readonly properties?: Readonly<Record<string, object>>;
      readonly required?: readonly string[];
    };

    assert.deepEqual(required, ["filepath"], type.type);
    for (const [name, field] of Object.entries(properties)) {
      assert.ok(
        !("default" in field),
        `${type.type}.${name} has a default in its schema: put it in the codec`,
      );
    }
    assert.deepEqual(type.parseOptions({ filepath: "a" }), { value: { filepath: "a" } });
    assert.ok("issues" in type.parseOptions({ filepath: "" }), type.type);
  }
});

Deno.test("no two types of BUILTIN_TYPES go by one name", () => {
  const names = BUILTIN_TYPES.flatMap(({ type, aliases = [] }) => [type, ...aliases]);

  assert.deepEqual(names, [...new Set(names)]);
});

Deno.test("every type of BUILTIN_TYPES has a row in docs/datasets.md that names its aliases", async () => {
  const page = await Deno.readTextFile(new URL("../../docs/datasets.md", import.meta.url));

  for (const { type, aliases = [] } of BUILTIN_TYPES) {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${type}\``));
    assert.ok(row !== undefined, `docs/datasets.md lacks a row for ${type}`);
    for (const alias of aliases) assert.ok(row.includes(`\`${alias}\``), `the row of ${type} lacks ${alias}`);
  }
});

async function parquetFile(count: number, text: string): Promise<Uint8Array> {
  const store = memoryStore();
  const rows = Array.from({ length: count }, (_, index) => ({ n: index + 1, text }));
  await fromEntry(PARQUET, { filepath: "x", save_args: { row_group_size: 1000 } }, store).save(rows);
  return await new Response(await store.read("x")).bytes();
}

// Gives enough for something to be written, then fails.
async function* failing<T>(item: T): AsyncGenerator<T, void, undefined> {
  for (let index = 0; index < 100_000; index++) yield item;
  await Promise.reject(new Error("The source went away"));
}

function lines(count: number, line: (n: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index + 1)).join("");
}
