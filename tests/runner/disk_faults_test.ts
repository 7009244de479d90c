import assert from "node:assert/strict";
import {
  type Catalog,
  createCatalog,
  memoryStore,
  node,
  pipeline,
  runPipeline,
  type Store,
} from "../../mod.ts";
import { CatalogError } from "../../lib/core/errors.ts";
import { type Fault, FAULTS, faultStore } from "../support/fault_store.ts";
import { keysOf, textOf, utf8 } from "../support/store_content.ts";

const NAMES = ["raw", "made", "result"];

/** A catalog of JSON datasets in a store where something goes wrong. */
function catalogOn(store: Store, faults: readonly Fault[]): Catalog {
  return createCatalog({
    entries: Object.fromEntries(NAMES.map((name) => [name, { type: "json", filepath: `${name}.json` }])),
    resolve: (path) => ({ store: faultStore(store, faults), key: path }),
  });
}

const increase = (value: number) => value + 1;
const twoSteps = pipeline([
  node({ name: "first", inputs: "raw", outputs: "made", run: increase }),
  node({ name: "second", inputs: "made", outputs: "result", run: () => "x".repeat(1000) }),
]);

Deno.test("runPipeline() names every input that cannot be read before anything runs", async () => {
  const store = memoryStore();
  await store.write("raw.json", utf8("1"));
  const never = () => assert.fail("It ran");
  const reading = pipeline([
    node({ name: "makes", outputs: "made", run: never }),
    node({ name: "reads", inputs: ["raw", "made"], outputs: "result", run: never }),
  ]);

  const error = await runPipeline(reading, catalogOn(store, [FAULTS.deniedRead])).catch((error: unknown) =>
    error
  );

  assert.ok(error instanceof CatalogError, String(error));
  assert.equal(error.issues.length, 1);
  assert.match(error.message, /dataset "raw": .*raw\.json": the system does not permit it$/);
  assert.deepEqual(await keysOf(store), ["raw.json"]);
});

for (
  const [name, fault] of Object.entries({ "is full": FAULTS.fullDisk, "is read-only": FAULTS.readOnlyDisk })
) {
  Deno.test(`runPipeline() keeps the old output, and what was saved before, when the disk ${name}`, async () => {
    const store = memoryStore();
    await store.write("raw.json", utf8("1"));
    await store.write("result.json", utf8('"old"'));
    const catalog = catalogOn(store, [{ ...fault, key: "result.json" }]);

    await assert.rejects(runPipeline(twoSteps, catalog), {
      name: "DatasetError",
      dataset: "result",
      message: `Cannot save dataset "result": cannot write "memory:store/result.json": the disk ${name}`,
    });

    assert.equal(await textOf(store, "result.json"), '"old"');
    assert.equal(await textOf(store, "made.json"), "2\n");
  });
}
