import assert from "node:assert/strict";
import { z } from "npm:zod@4.6.7";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { memoryDataset } from "../../lib/datasets/memory_dataset.ts";

const Birds = z.array(z.object({ name: z.string(), mass: z.number() }));

Deno.test("a catalog checks what is saved by the schema of the name, and leaves the old value alone", async () => {
  const catalog = createCatalog({
    entries: { birds: memoryDataset([{ name: "Ada", mass: 4 }]) },
    schemas: { birds: Birds },
  });

  await assert.rejects(catalog.save("birds", [{ name: "Ada" }, { name: 3, mass: 4 }]), {
    name: "DatasetError",
    dataset: "birds",
    message: `Cannot save dataset "birds": 2 values do not fit its schema:
  birds[0].mass is missing: Invalid input: expected number, received undefined
  birds[1].name is 3: Invalid input: expected string, received number`.replaceAll("Invalid", "invalid"),
  });

  assert.deepEqual(await catalog.load("birds"), [{ name: "Ada", mass: 4 }]);
});

Deno.test("a catalog checks what is loaded by the schema of the name, with the problems in the error", async () => {
  const catalog = createCatalog({ entries: { birds: memoryDataset([{}]) }, schemas: { birds: Birds } });

  await assert.rejects(catalog.load("birds"), (error: Error & { issues?: readonly { path: unknown }[] }) => {
    assert.match(error.message, /^Cannot load dataset "birds": 2 values do not fit its schema:\n/);
    assert.deepEqual(error.issues?.map(({ path }) => path), [[0, "name"], [0, "mass"]]);
    return true;
  });
});

Deno.test("a load gives what the schema makes of a value; a save keeps the value as it was given", async () => {
  const kept = memoryDataset<unknown>();
  const Day = z.object({ day: z.string().transform((text) => new Date(text)), n: z.number().default(7) });
  const catalog = createCatalog({ entries: { day: kept }, schemas: { day: Day } });

  await catalog.save("day", { day: "2026-01-31" });

  assert.deepEqual(await kept.load(), { day: "2026-01-31" });
  assert.deepEqual(await catalog.load("day"), { day: new Date("2026-01-31"), n: 7 });
});

Deno.test("parameters load as their schemas make them, and get their defaults", async () => {
  const catalog = createCatalog({
    parameters: { model: { trees: "10" }, day: "2026-01-31" },
    schemas: {
      "params:model": z.object({ trees: z.coerce.number(), seed: z.number().default(7) }),
      "params:day": z.coerce.date(),
      "params:limit": z.number().default(3),
    },
  });

  assert.deepEqual(await catalog.checkParameters(), []);
  assert.deepEqual(await catalog.load("params:model"), { trees: 10, seed: 7 });
  assert.deepEqual(await catalog.load("params:day"), new Date("2026-01-31"));
  assert.deepEqual([catalog.has("params:limit"), await catalog.load("params:limit")], [true, 3]);
  assert.equal(await catalog.load("params:model.trees"), "10");
});

Deno.test("checkParameters() finds every problem of every parameter, with its place", async () => {
  const lines: Readonly<Record<string, number>> = { "model": 1, "model.trees": 2, "seed": 3 };
  const catalog = createCatalog({
    parameters: { model: { trees: "many" }, seed: 1.5 },
    schemas: {
      "params:model": z.object({ trees: z.number(), depth: z.number() }),
      "params:seed": z.int(),
      "params:mode": z.enum(["fast", "slow"]),
      birds: Birds,
    },
    places: { parameters: (path) => ({ file: "parameters.yml", line: lines[path.join(".")] ?? 9 }) },
  });

  const issues = await catalog.checkParameters();

  assert.deepEqual(issues.map(({ message, place }) => `${place?.line} ${message.replace(/:[^:]*$/, "")}`), [
    '2 params:model.trees is "many": invalid input',
    "9 params:model.depth is missing: invalid input",
    "3 params:seed is 1.5: invalid input",
    "9 params:mode is missing: invalid option",
  ]);
});

Deno.test("a name of one format has the schema of that name alone", () => {
  const catalog = createCatalog({ entries: {}, schemas: { "birds@csv": Birds } });

  assert.equal(catalog.schemaOf("birds@csv"), Birds);
  assert.equal(catalog.schemaOf("birds"), undefined);
  assert.equal(catalog.schemaOf("toString"), undefined);
});
