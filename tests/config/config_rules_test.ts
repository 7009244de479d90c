import assert from "node:assert/strict";
import { ConfigError } from "../../lib/core/errors.ts";
import type { MergeStrategy } from "../../lib/config/config_rules.ts";
import { configProblems, loadConfigFiles } from "../support/config_files.ts";

Deno.test("soft merging keeps what the environment does not write, for its kind of configuration only", async () => {
  const { parameters, catalog } = await loadConfigFiles({
    "base/parameters.yml": "a: {x: 1, y: 2}\nl: [1, 2]\n",
    "local/parameters.yml": "a: {x: 9}\nl: [3]\n",
    "base/catalog.yml": "cars: {type: csv, filepath: a.csv}\n",
    "local/catalog.yml": "cars: {type: json}\n",
  }, { merge: { parameters: "soft" } });

  assert.deepEqual(parameters.data, { a: { x: 9, y: 2 }, l: [3] });
  assert.deepEqual(catalog.data, { cars: { type: "json" } });
});

Deno.test("soft merging refuses a list against a map, with both places", async () => {
  const problems = await configProblems(
    { "base/parameters.yml": "a: {x: 1}\n", "local/parameters.yml": "\na: [3]\n" },
    { merge: { parameters: "soft" } },
  );

  assert.deepEqual(problems, [
    "conf/local/parameters.yml:2:1  a must stay a map, as in conf/base/parameters.yml:1: it is a list",
  ]);
});

Deno.test("merge strategies are checked, names and values", async () => {
  // Somebody without types may write this.
  const merge = { parameters: "hard" as MergeStrategy, catalogue: "soft" } as const;

  assert.deepEqual(await configProblems({ "base/parameters.yml": "" }, { merge }), [
    'kedge.ts  config.merge.parameters must be "soft" or "destructive": it is "hard"',
    'kedge.ts  config.merge.catalogue means no kind of configuration. Did you mean "catalog"?',
  ]);
});

Deno.test("patterns replace those of their kind, and make new kinds", async () => {
  const config = await loadConfigFiles({
    "base/params.yml": "a: 1\n",
    "base/parameters.yml": "b: 2\n",
    "base/spark.yml": "_t: 1\nc: ${_t}\n",
    "local/spark.yml": "d: ${globals:g}\n",
    "base/globals.yml": "g: 4\n",
    "base/sub/globals.yml": "not: read\n",
    "base/globals.yaml": "not: read\n",
  }, { patterns: { parameters: ["params*"], spark: ["spark*"] } });

  assert.deepEqual(config.parameters.data, { a: 1 });
  assert.deepEqual(config.group("spark").data, { c: 1, d: 4 });
  assert.deepEqual(config.group("globals").data, { g: 4 });
  assert.equal(config.group("spark").placeOf(["c"])?.file, "conf/base/spark.yml");
});

Deno.test("group() refuses a kind that is not there, and one without files", async () => {
  const config = await loadConfigFiles({ "base/parameters.yml": "" });

  assert.deepEqual(config.group("parameters").data, {});
  assert.throws(
    () => config.group("catalogue"),
    (error) =>
      error instanceof ConfigError && error.message.includes('"catalogue"') &&
      error.message.endsWith('Did you mean "catalog"?'),
  );
  assert.throws(() => config.group("catalog"), {
    name: "ConfigError",
    message: '1 problem in the configuration:\n  There is no file of "catalog" in conf/base',
  });
});

Deno.test("a project may name its environments, and read hidden files", async () => {
  const files = {
    "shared/parameters.yml": "a: 1\nb: 1\n",
    "dev/parameters.yml": "b: 2\n",
    "dev/.hidden/parameters.yml": "c: 3\n",
  };

  const { env, parameters } = await loadConfigFiles(files, {
    baseEnv: "shared",
    defaultEnv: "dev",
    ignoreHidden: false,
  });
  const problems = await configProblems(files, { defaultEnv: "dev" });

  assert.deepEqual([env, parameters.data], ["dev", { a: 1, b: 2, c: 3 }]);
  assert.deepEqual(problems, ["There is no folder conf/base: it must hold what all environments share"]);
});

Deno.test("configuration in code replaces whole kinds of it, and is taken as it is", async () => {
  const { parameters, catalog } = await loadConfigFiles({
    "base/parameters.yml": "a: [",
    "base/catalog.yml": "cars: {type: '${globals:kind}'}\n",
  }, { replace: { parameters: { b: "${c}" }, globals: { kind: "csv" } }, runtimeParams: { b: 1 } });

  assert.deepEqual(parameters.data, { b: "${c}" });
  assert.deepEqual(catalog.data, { cars: { type: "csv" } });
});
