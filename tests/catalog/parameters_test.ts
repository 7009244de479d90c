import assert from "node:assert/strict";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { describeIssue } from "../../lib/core/issue.ts";

Deno.test("a catalog serves parameters as datasets that cannot be saved", async () => {
  const catalog = createCatalog({
    parameters: { model: { trees: 10, names: ["a"] }, none: null, "a.b": 1, a: { c: 2 } },
  });

  assert.deepEqual(await catalog.load("parameters"), catalog.parameters);
  assert.deepEqual(await catalog.load("params:model"), { trees: 10, names: ["a"] });
  assert.equal(await catalog.load("params:model.trees"), 10);
  assert.equal(await catalog.load("params:none"), null);
  assert.equal(await catalog.load("params:a.b"), 1);
  assert.equal(await catalog.load("params:a.c"), 2);
  assert.equal(await catalog.exists("params:model"), true);
  assert.deepEqual(
    ["params:model.names.0", "params:", "params:model.", "model"].map((name) => catalog.has(name)),
    [
      false,
      false,
      false,
      false,
    ],
  );
  await assert.rejects(catalog.save("params:none", 1), {
    name: "DatasetError",
    message: 'Cannot save dataset "params:none": parameters cannot be saved',
  });
  assert.deepEqual(catalog.names(), []);
});

Deno.test("a catalog gives a copy of parameters to everyone who loads them", async () => {
  const written = { model: { names: ["a"] } };
  const catalog = createCatalog({ parameters: written });

  const first = await catalog.load("params:model") as { names: string[] };
  first.names.push("b");
  written.model.names.push("c");

  assert.deepEqual(await catalog.load("params:model"), { names: ["a"] });
  assert.deepEqual(await catalog.load("parameters"), { model: { names: ["a"] } });
});

Deno.test("check() finds unknown parameters, with what was meant or what there is", () => {
  const catalog = createCatalog({ parameters: { model: { trees: 10, seed: 7 } } });

  assert.deepEqual(catalog.check(["params:model.trees", "parameters", "unknown"]).map(describeIssue), []);
  assert.deepEqual(catalog.check(["params:model.tres", "params:zzz", "params:zzz"]).map(describeIssue), [
    'There is no parameter "params:model.tres". Did you mean "params:model.trees"?',
    'There is no parameter "params:zzz"; known are params:model, params:model.trees and params:model.seed',
  ]);
});

Deno.test("createCatalog() refuses parameters that are not plain data", () => {
  assert.throws(() => createCatalog({ parameters: { since: new Date(0) } }), {
    name: "CatalogError",
    message: "1 problem in the catalog:\n" +
      "  parameters.since must be plain data (text, numbers, lists, maps): it is of class Date",
  });
});

Deno.test("a catalog keeps large numbers and odd names of parameters", async () => {
  const odd = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as Record<string, unknown>;
  const catalog = createCatalog({
    parameters: { ...odd, ["__proto__"]: { x: 1 }, large: 9007199254740993n },
  });

  assert.equal(await catalog.load("params:large"), 9007199254740993n);
  assert.equal(await catalog.load("params:__proto__.x"), 1);
  assert.deepEqual(Object.keys(await catalog.load("parameters") as object), [
    "__proto__",
    "constructor",
    "large",
  ]);
  assert.equal(catalog.has("params:toString"), false);
});
