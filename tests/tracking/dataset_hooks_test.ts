import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { BUILTIN_TYPES } from "../../lib/datasets/types.ts";
import type { PathTest } from "../../lib/core/name_patterns.ts";
import type { CatalogEntry } from "../../lib/catalog/entry.ts";
import { node } from "../../lib/pipeline/node.ts";
import { type Pipeline, pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { datasetHooks } from "../../lib/tracking/dataset_hooks.ts";
import type { DatasetUse } from "../../lib/tracking/dataset_use.ts";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { startRun } from "../../lib/tracking/start_run.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

interface Penguin {
  readonly species: string;
  readonly mass: number | null;
}

Deno.test("datasetHooks() records digest, columns, rows, bytes, place and node of what a run reads and writes", async () => {
  await using dir = await tempDir();
  await dir.write({ "data/raw.csv": "species,mass\nAdelie,3700.5\nGentoo,\n" });
  const clean = node({
    name: "clean",
    inputs: "raw",
    outputs: "clean",
    run: (rows: readonly Penguin[]) => rows.filter(({ mass }) => mass !== null),
  });

  const [input, output, ...others] = await usesOf(dir, pipeline([clean]), {
    raw: { type: "csv", filepath: "data/raw.csv" },
    clean: { type: "json", filepath: "out/clean.json" },
  });

  assert.deepEqual(others, []);
  assert.deepEqual({ ...input, time: 0 }, {
    role: "input",
    dataset: {
      name: "raw",
      digest: await sha256(await Deno.readFile(dir.join("data/raw.csv"))),
      sourceType: "local",
      source: '{"uri":"data/raw.csv"}',
      schema:
        '{"mlflow_colspec":[{"type":"string","name":"species","required":true},{"type":"double","name":"mass","required":false}]}',
      profile: '{"num_rows":2,"num_bytes":35}',
    },
    tags: { "mlflow.data.context": "clean" },
    uri: "data/raw.csv",
    node: "clean",
    time: 0,
  });
  assert.equal(output?.role, "output");
  assert.equal(output.dataset.digest, await sha256(await Deno.readFile(dir.join("out/clean.json"))));
  assert.deepEqual([output.uri, output.node, output.tags], ["out/clean.json", "clean", {}]);
  assert.equal(JSON.parse(output.dataset.profile ?? "").num_rows, 1);
});

Deno.test("datasetHooks() records what a generator wrote last, also when it fails afterwards", async () => {
  await using dir = await tempDir();
  const whole = (fails: boolean) =>
    pipeline([
      node({
        name: "pieces",
        outputs: fails ? "broken" : "n",
        run: function* () {
          yield [1];
          yield [1, 2];
          if (fails) throw new Error("no luck");
        },
      }),
    ]);
  const entries = {
    n: { type: "json", filepath: "data/n.json" },
    broken: { type: "json", filepath: "data/broken.json" },
  };

  const [use] = await usesOf(dir, whole(false), entries);
  const [broken] = await usesOf(dir, whole(true), entries);

  assert.equal(use?.dataset.digest, await sha256(await Deno.readFile(dir.join("data/n.json"))));
  assert.equal(broken?.dataset.digest, await sha256(await Deno.readFile(dir.join("data/broken.json"))));
});

Deno.test("datasetHooks() records the version that was read and written", async () => {
  await using dir = await tempDir();
  await dir.write({ "data/n.json/2026-01-01T00.00.00.000Z/n.json": "1" });
  const next = node({ name: "next", inputs: "n", outputs: "m", run: (n: number) => n + 1 });

  const uses = await usesOf(dir, pipeline([next]), {
    n: { type: "json", filepath: "data/n.json", versioned: true },
    m: { type: "json", filepath: "data/m.json", versioned: true },
  });

  assert.equal(uses[0]?.uri, "data/n.json/2026-01-01T00.00.00.000Z/n.json");
  assert.match(uses[1]?.uri ?? "", /^data\/m\.json\/2\d{3}-[^/]+Z\/m\.json$/);
});

Deno.test("datasetHooks() leaves out parameters and what lives in memory, and tells each dataset once", async () => {
  await using dir = await tempDir();
  await dir.write({ "data/n.json": "1" });
  const a = node({
    name: "a",
    inputs: ["n", "params:k"],
    outputs: "x",
    run: (n: number, k: number) => n + k,
  });
  const b = node({ name: "b", inputs: ["n", "x"], outputs: "y", run: (n: number, x: number) => n + x });

  const uses = await usesOf(dir, pipeline([a, b]), { n: { type: "json", filepath: "data/n.json" } });

  assert.deepEqual(uses.map(({ role, dataset, node }) => [role, dataset.name, node]), [["input", "n", "a"]]);
});

Deno.test("datasetHooks() records what a run read and wrote before it failed", async () => {
  await using dir = await tempDir();
  await dir.write({ "data/n.json": "1" });
  const fail = node({
    name: "fail",
    inputs: "n",
    outputs: "m",
    run: () => {
      throw new Error("no");
    },
  });

  const uses = await usesOf(dir, pipeline([fail]), { n: { type: "json", filepath: "data/n.json" } });

  assert.deepEqual(uses.map(({ dataset }) => dataset.name), ["n"]);
});

Deno.test("datasetHooks() records a folder of partitions by the digests of its parts, with the sum of their rows and bytes", async () => {
  await using dir = await tempDir();
  const entries = {
    parts: { type: "partitioned", path: "data/parts", dataset: "json", filename_suffix: ".json" },
  };
  const write = node({
    name: "write",
    outputs: "parts",
    run: () => ({ b: [{ n: 1 }, { n: 2 }], a: [{ n: 3 }] }),
  });
  const read = node({ name: "read", inputs: "parts", outputs: "x", run: () => 1 });

  const [output] = await usesOf(dir, pipeline([write]), entries);
  const [input] = await usesOf(dir, pipeline([read]), entries);

  const bytes = async (id: string) => await Deno.readFile(dir.join(`data/parts/${id}.json`));
  const parts = [["a", await sha256(await bytes("a"))], ["b", await sha256(await bytes("b"))]];
  const digest = await sha256(new TextEncoder().encode(JSON.stringify(parts)));
  assert.equal(output?.dataset.digest, `p${digest.slice(0, 31)}`);
  assert.deepEqual([output.role, output.uri, output.node], ["output", "data/parts", "write"]);
  assert.equal(output.dataset.schema, '{"mlflow_colspec":[{"type":"long","name":"n","required":true}]}');
  const size = (await bytes("a")).length + (await bytes("b")).length;
  assert.deepEqual(JSON.parse(output.dataset.profile ?? ""), { num_rows: 3, num_bytes: size, num_parts: 2 });
  assert.deepEqual([input?.role, input?.uri, input?.dataset.digest], [
    "input",
    "data/parts",
    `p${digest.slice(0, 31)}`,
  ]);
});

Deno.test("datasetHooks() records the partitions that an incremental dataset loaded, and leaves out its checkpoint", async () => {
  await using dir = await tempDir();
  await dir.write({
    "data/days/1.json": "[1]",
    "data/days/2.json": "[1,2]",
    "data/days/CHECKPOINT": "1.json",
  });
  const read = node({ name: "read", inputs: "days", outputs: "x", run: () => 1 });

  const [input] = await usesOf(dir, pipeline([read]), {
    days: { type: "incremental", path: "data/days", dataset: "json" },
  });

  assert.deepEqual(JSON.parse(input?.dataset.profile ?? ""), { num_rows: 2, num_bytes: 5, num_parts: 1 });
});

Deno.test("datasetHooks() does not tell a path that is made of a secret", async () => {
  await using dir = await tempDir();
  await dir.write({ "s3cret/n.json": "1", "s3cret/days/1.json": "{}" });
  const read = node({ name: "read", inputs: ["n", "days"], outputs: "m", run: (n: number) => n });

  const uses = await usesOf(dir, pipeline([read]), {
    n: { type: "json", filepath: "s3cret/n.json" },
    days: { type: "partitioned", path: "s3cret/days", dataset: "json" },
    m: { type: "cached", dataset: { type: "json", filepath: "s3cret/m.json" } },
  }, ([, ...path]) => path.at(-1) === "filepath" || path.at(-1) === "path");

  assert.deepEqual(uses.map(({ dataset, uri }) => [dataset.name, dataset.source, uri]), [
    ["n", '{"uri":"***"}', undefined],
    ["days", '{"uri":"***"}', undefined],
    ["m", '{"uri":"***"}', undefined],
  ]);
  assert.equal(uses[0]?.dataset.digest, await sha256(await Deno.readFile(dir.join("s3cret/n.json"))));
});

async function usesOf(
  dir: TempDir,
  nodes: Pipeline,
  entries: Readonly<Record<string, CatalogEntry>>,
  isHidden: PathTest = () => false,
): Promise<readonly DatasetUse[]> {
  await using store = openEmbeddedStore(dir.path);
  await using run = await startRun(store);
  const catalog = createCatalog({
    entries,
    types: BUILTIN_TYPES,
    root: dir.path,
    parameters: { k: 2 },
    secrets: { entries: isHidden },
  });
  await runPipeline(nodes, catalog, { run, hooks: [datasetHooks(run)], throwOnError: false });
  return await store.getDatasetUses(run.id);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return digest.toHex().slice(0, 32);
}
