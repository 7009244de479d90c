import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import type { Catalog } from "../../lib/catalog/catalog.ts";
import type { CatalogOptions } from "../../lib/catalog/catalog_options.ts";
import { CatalogError } from "../../lib/core/errors.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import { type RunHandle, runInScope } from "../../lib/core/run_context.ts";
import type { StandardSchema } from "../../lib/core/standard_schema.ts";
import { tempDir } from "../support/temp_dir.ts";

const positive = (value: unknown): void => {
  if (typeof value !== "number" || value <= 0) throw new RangeError("It must be positive");
};
const add = (by: number) => (value: unknown): number => Number(value) + by;
const TEXT_SCHEMA: StandardSchema<string> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) =>
      typeof value === "string" ? { value: value.trim() } : { issues: [{ message: "Expected text" }] },
  },
};

function catalogOf(validator: unknown, options: CatalogOptions = {}): Catalog {
  return createCatalog({ ...options, entries: { a: { type: "memory", validator } } });
}

Deno.test("a validator refuses values when they are saved and when they are loaded", async () => {
  await using dir = await tempDir();
  await dir.write({ "a.json": "-1" });
  const catalog = createCatalog({
    root: dir.path,
    entries: { a: { type: "json", filepath: "a.json", validator: "./checks.ts" } },
    validators: { "./checks.ts": positive },
  });

  await assert.rejects(catalog.load("a"), {
    name: "DatasetError",
    message: 'Cannot load dataset "a": ./checks.ts refuses the value: it must be positive',
  });
  await assert.rejects(catalog.save("a", -2), /Cannot save dataset "a": .\/checks.ts refuses the value/);
  assert.equal(await Deno.readTextFile(dir.join("a.json")), "-1");
  await catalog.save("a", 5);
  assert.equal(await catalog.load("a"), 5);
});

Deno.test("what a validator returns takes the place of the value, both times, as in Kedro", async () => {
  const catalog = catalogOf(add(1));

  await catalog.save("a", 1);

  assert.equal(await catalog.load("a"), 3);
});

Deno.test("a validator can be asked on load or save alone, and not again for what it has seen", async () => {
  const onLoad = catalogOf({ class: add(1), on: "load" });
  const onSave = catalogOf({ class: add(1), true: ["save"] });
  const once = catalogOf({ class: add(1), skip_load_after_save: true });
  const never = catalogOf({ class: add(1), enabled: false });
  for (const catalog of [onLoad, onSave, once, never]) await catalog.save("a", 1);

  assert.deepEqual(await Promise.all([onLoad, onSave, once, never].map((each) => each.load("a"))), [
    2,
    2,
    2,
    1,
  ]);
});

Deno.test("a validator may be a schema, an object, or a class that is made with the options", async () => {
  class Atleast {
    readonly #least: number;
    constructor({ least }: { readonly least: number }) {
      this.#least = least;
    }
    validate(value: number): void {
      if (value < this.#least) throw new RangeError(`Least is ${this.#least}`);
    }
  }

  const schema = catalogOf(TEXT_SCHEMA);
  await schema.save("a", "  x ");
  assert.equal(await schema.load("a"), "x");
  await assert.rejects(schema.save("a", 1), /the validator refuses the value: it is 1: expected text/);
  await assert.rejects(catalogOf({ validate: positive }).save("a", 0), /it must be positive/);
  const made = catalogOf({ class: Atleast, options: { least: 3 } });
  await made.save("a", 3);
  await assert.rejects(made.save("a", 2), /refuses the value: least is 3/i);
});

Deno.test("a validator that only warns writes to the log of the run, and lets the value pass", async () => {
  const lines: unknown[] = [];
  const run = { log: (...line: unknown[]) => void lines.push(line) } as unknown as RunHandle;
  const catalog = catalogOf({ class: positive, severity: "warn" });

  await runInScope({ run, node: "clean", signal: undefined }, () => catalog.save("a", -1));

  assert.equal(await catalog.load("a"), -1);
  assert.deepEqual(lines, [["warn", "the validator refuses the value: it must be positive", "clean"]]);
});

Deno.test("a dataset with a validator keeps all else it can", async () => {
  await using dir = await tempDir();
  const catalog = createCatalog({
    root: dir.path,
    saveVersion: "1",
    entries: {
      "{x}_v": { type: "json", filepath: "{x}.json", versioned: true, validator: positive },
      parts: { type: "incremental", path: "parts", dataset: { type: "json", validator: positive } },
    },
  });
  await catalog.save("a_v", 1);
  await dir.write({ "parts/1": "1", "parts/2": "-2" });

  const dataset = catalog.get("a_v") as unknown as { listVersions(): Promise<unknown> };

  assert.deepEqual(await dataset.listVersions(), ["1"]);
  assert.equal(catalog.describe("a_v")?.["type"], "json");
  assert.match(JSON.stringify(await catalog.get("a_v")?.locate?.("load")), /a.json\/1\/a.json/);
  await assert.rejects(catalog.load("parts"), /refuses the value: it must be positive/);
  await catalog.confirm("parts");
  assert.equal(await Deno.readTextFile(dir.join("parts/CHECKPOINT")), "2");
});

Deno.test("what is wrong with a validator is told with the rest; one of Python hinders only who uses it", () => {
  const entries = (validator: unknown) => ({ a: { type: "memory", validator } });
  const problemsOf = (validator: unknown): string[] => {
    try {
      return createCatalog({ entries: entries(validator) }).check(["a"]).map(describeIssue);
    } catch (error) {
      assert.ok(error instanceof CatalogError);
      return ["at once", ...error.issues.map(describeIssue)];
    }
  };

  assert.deepEqual(problemsOf({ class: positive, severty: "warn", on: ["lod"] }), [
    "at once",
    'a.validator.on[0] must be "load" or "save": it is "lod". Did you mean "load"?',
    'a.validator.severty is not an option of a.validator. Did you mean "severity"?',
  ]);
  assert.deepEqual(problemsOf("./checks.ts"), [
    "at once",
    'a.validator is "./checks.ts": no module of this name was loaded; a project loads modules',
  ]);
  assert.deepEqual(problemsOf("mypackage.schemas.Cars"), [
    'a.validator is "mypackage.schemas.Cars": a validator of Python means nothing here; ' +
    "write a module of the project, ./validators/table.ts or ./validators/table.ts#name",
  ]);
  assert.equal(problemsOf(5)[0], "at once");
});
