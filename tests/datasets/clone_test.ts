import assert from "node:assert/strict";
import { CLONE } from "../../lib/datasets/clone.ts";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { fromEntry, loadText } from "../support/entry.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("clone gives back cycles", async () => {
  const value: Record<string, unknown> = { a: 1 };
  value.self = value;
  const dataset = fromEntry(CLONE, { filepath: "x" });

  await dataset.save(value);

  const loaded = await dataset.load() as typeof value;
  assert.equal(loaded.self, loaded);
});

Deno.test("clone names the path of what would be lost", async () => {
  const save = (value: unknown) => fromEntry(CLONE, { filepath: "x" }).save(value);
  class Model {
    weight = 1;
  }

  await assert.rejects(save({ a: [1, { b: () => 1 }] }), /a\[1\]\.b is a function, which would be lost/);
  await assert.rejects(
    save({ models: new Map([["best", new Model()]]) }),
    /models\.best is an instance of Model/,
  );
  await assert.rejects(save(Symbol("x")), /the value is a symbol/);
});

Deno.test("pickle.PickleDataset refuses a Python pickle by name, and says what to do", async () => {
  await using dir = await tempDir();
  await Deno.writeFile(dir.join("model.pkl"), new Uint8Array([0x80, 4, 0x95, 0, 0]));
  const catalog = createCatalog({
    root: dir.path,
    entries: { model: { type: "pickle.PickleDataset", filepath: "model.pkl", backend: "joblib" } },
  });

  await assert.rejects(catalog.load("model"), {
    name: "DatasetError",
    message:
      'Cannot load dataset "model": cannot read "model.pkl": It is a Python pickle (protocol 4), which only ' +
      "Python reads, and which runs code when it is read: let Python save it as Parquet, JSON or text",
  });
});

Deno.test("clone says what bytes of neither form are", async () => {
  await assert.rejects(loadText(CLONE, "text"), /Cannot read "x": Bytes must be a value saved as clone: /);
});
