import assert from "node:assert/strict";
import type { Catalog } from "../../lib/catalog/catalog.ts";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { runPipeline } from "../../lib/runner/run_pipeline.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

function catalogOf(dir: TempDir, fields: Readonly<Record<string, unknown>>): Catalog {
  return createCatalog({
    root: dir.path,
    entries: { parts: { type: "incremental", path: "parts", dataset: "json", ...fields } },
  });
}

Deno.test("an incremental dataset loads what came after the checkpoint, which confirm() moves", async () => {
  await using dir = await tempDir();
  await dir.write({ "parts/1.json": "1", "parts/2.json": "2" });
  const catalog = catalogOf(dir, { type: "incremental", filename_suffix: ".json" });

  assert.deepEqual(await catalog.load("parts"), { 1: 1, 2: 2 });
  await dir.write({ "parts/3.json": "3" });
  await catalog.confirm("parts");
  assert.deepEqual(await catalog.load("parts"), { 1: 1, 2: 2 });
  catalog.release("parts");

  assert.equal(await Deno.readTextFile(dir.join("parts/CHECKPOINT")), "2");
  assert.deepEqual(await catalog.load("parts"), { 3: 3 });
  await catalog.confirm("parts");
  const later = catalogOf(dir, { type: "incremental", filename_suffix: ".json" });
  assert.equal(await later.exists("parts"), false);
  assert.deepEqual(await later.load("parts"), {});
  await later.confirm("parts");
  await later.save("parts", { 4: () => 4 });
  assert.deepEqual(await later.load("parts"), { 4: 4 });
});

Deno.test("a checkpoint can be forced, compared in another way and kept elsewhere in the folder", async () => {
  await using dir = await tempDir();
  await dir.write({ "parts/1": "1", "parts/2": "2", "parts/3": "3" });
  const load = async (checkpoint: unknown) =>
    await catalogOf(dir, { type: "partitions.IncrementalDataset", checkpoint }).load("parts");

  assert.deepEqual(await load("2"), { 3: 3 });
  assert.deepEqual(await load(""), { 1: 1, 2: 2, 3: 3 });
  assert.deepEqual(await load({ force_checkpoint: "2", comparison_func: "operator.ge" }), { 2: 2, 3: 3 });
  assert.deepEqual(await load({ force_checkpoint: "2", comparison_func: (id: string) => id === "1" }), {
    1: 1,
  });
  const kept = { type: "json", filepath: "parts/.done/at.json" };
  const catalog = catalogOf(dir, { type: "incremental", checkpoint: kept });
  await catalog.load("parts");
  await catalog.confirm("parts");
  assert.equal(await Deno.readTextFile(dir.join("parts/.done/at.json")), '"3"\n');
  assert.deepEqual(await load(kept), {});
});

Deno.test("a checkpoint outside of its folder is refused when the dataset is built, as are other mistakes", async () => {
  await using dir = await tempDir();
  const check = (checkpoint: unknown, fields = {}) => {
    try {
      return catalogOf(dir, { type: "incremental", checkpoint, ...fields }).check(["parts"])
        .map(({ message }) => message);
    } catch (error) {
      return [error instanceof Error ? error.message.split("\n")[1]?.trim() : error];
    }
  };

  assert.deepEqual(check({ filepath: "parts/../partsbeside" }), [
    'parts: the checkpoint "parts/../partsbeside" must be inside of the folder "parts"',
  ]);
  assert.match(String(check({ type: "txt" })), /parts\.checkpoint\.type is "txt": no such dataset type/);
  assert.match(String(check({ versioned: true })), /parts\.checkpoint\.versioned is not for checkpoints/);
  assert.match(
    String(check({ comparison_func: "my.module.compare" })),
    /parts\.checkpoint\.comparison_func must be/,
  );
  assert.match(
    String(check(null, { dataset: "jsn" })),
    /parts\.dataset\.type is "jsn": no such dataset type/,
  );
  assert.match(
    String(check(null, { dataset: { type: "json", filepath: "x" } })),
    /parts\.dataset must not have a path: each partition has its own/,
  );
});

Deno.test("a node confirms an incremental dataset when all it made is saved", async () => {
  await using dir = await tempDir();
  await dir.write({ "parts/1": "1", "parts/2": "2" });
  const entries = {
    parts: { type: "incremental", path: "parts", dataset: "json" },
    sum: { type: "json", filepath: "sum.json" },
  };
  const add = (factor: () => number) =>
    node({
      name: "add",
      inputs: "parts",
      outputs: "sum",
      confirms: "parts",
      run: (parts: Record<string, number>) => Object.values(parts).reduce((sum, n) => sum + n, 0) * factor(),
    });
  const run = async (factor: () => number) =>
    await runPipeline(pipeline(add(factor)), createCatalog({ root: dir.path, entries }));

  await assert.rejects(run(() => assert.fail("not today")));
  await run(() => 1);
  await dir.write({ "parts/3": "30" });
  await run(() => 1);

  assert.equal(await Deno.readTextFile(dir.join("sum.json")), "30\n");
  assert.equal(await Deno.readTextFile(dir.join("parts/CHECKPOINT")), "3");
});
