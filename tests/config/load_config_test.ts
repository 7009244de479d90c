import assert from "node:assert/strict";
import { loadConfig } from "../../lib/config/load_config.ts";
import type { ConfigObject } from "../../lib/core/config_value.ts";
import { ConfigError } from "../../lib/core/errors.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import { configProblems, loadConfigFiles } from "../support/config_files.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("loadConfig() overlays base with the local environment", async () => {
  const { env, parameters, files } = await loadConfigFiles({
    "base/parameters.yml": "model: {trees: 10, depth: 3}\nseed: 7\n",
    "local/parameters.yml": "model: {trees: 500}\n",
    "prod/parameters.yml": "seed: 8\n",
  });

  assert.equal(env, "local");
  assert.deepEqual(parameters.data, { model: { trees: 500 }, seed: 7 });
  assert.deepEqual(files, ["conf/base/parameters.yml", "conf/local/parameters.yml"]);
});

Deno.test("loadConfig() finds the files that Kedro finds, in order of their names", async () => {
  const { files, catalog } = await loadConfigFiles({
    "base/catalog_b.yml": "b: 1",
    "base/catalog.yaml": "a: 1",
    "base/catalog/dir/nested.yml": "c: 1",
    "base/ds/deep/catalog.json": '{"d": 1}',
    "base/catalog.yml.bak": "not read",
    "base/catalog.toml": "not read",
    "base/mycatalog.yml": "not: read",
    "base/sub/catalog/foo.yml": "not: read",
    "base/.hidden/catalog.yml": "not: read",
    "base/.catalog.yml": "not: read",
    "base/catalog/.ipynb_checkpoints/x.yml": "not: read",
  });

  assert.deepEqual(catalog.data, { a: 1, b: 1, c: 1, d: 1 });
  assert.deepEqual(files, [
    "conf/base/catalog.yaml",
    "conf/base/catalog/dir/nested.yml",
    "conf/base/catalog_b.yml",
    "conf/base/ds/deep/catalog.json",
  ]);
});

Deno.test("loadConfig() follows links to files and folders, but not in circles", async () => {
  await using dir = await tempDir();
  await dir.write({
    "mounted/parameters.yml": "a: 1",
    "mounted/more/x.yml": "b: 2",
    "conf/base/catalog.yml": "",
  });
  await Deno.symlink(dir.join("mounted/parameters.yml"), dir.join("conf/base/parameters.yml"));
  await Deno.symlink(dir.join("mounted/more"), dir.join("conf/base/parameters"));
  await Deno.symlink(dir.join("gone"), dir.join("conf/base/parameters_gone.yml"));
  await Deno.symlink(dir.join("conf/base"), dir.join("conf/base/loop"));

  const { parameters } = await loadConfig({ root: dir.path });

  assert.deepEqual(parameters.data, { a: 1, b: 2 });
});

Deno.test("loadConfig() drops templates, but not from parameters", async () => {
  const { catalog, parameters, credentials } = await loadConfigFiles({
    "base/catalog.yml": "_csv: &csv {type: csv}\ncars: {<<: *csv, filepath: a.csv, _inner: 1}\n",
    "base/parameters.yml": "_t: 1\n",
    "base/credentials.yml": "_user: me\ndb: {_inner: 1}\n",
  });

  assert.deepEqual(catalog.data, { cars: { type: "csv", filepath: "a.csv", _inner: 1 } });
  assert.deepEqual(parameters.data, { _t: 1 });
  assert.deepEqual(Object.keys(credentials.data), ["db"]);
});

Deno.test("loadConfig() reads another folder, relative or absolute, and names its files as it was named", async () => {
  await using dir = await tempDir();
  await dir.write({ "settings/base/parameters.yml": "a: 1" });

  const relative = await loadConfig({ root: dir.path, confSource: "settings/" });
  const absolute = await loadConfig({ root: "/nowhere", confSource: dir.join("settings") });

  assert.deepEqual(relative.files, ["settings/base/parameters.yml"]);
  assert.deepEqual(absolute.files, [`${dir.join("settings")}/base/parameters.yml`]);
});

Deno.test("loadConfig() merges parameters of the run deep and last, those of the code first", async () => {
  const { parameters } = await loadConfigFiles({
    "base/parameters.yml": "m: {a: 1, b: 2}\n",
    "local/parameters.yml": "q: 1\n",
  }, {
    codeParameters: { m: { z: 1 }, code: { x: 1, none: undefined } },
    runtimeParams: { m: { a: 9 }, code: { y: 2 } },
  });

  assert.deepEqual(parameters.data, { m: { a: 9, b: 2 }, code: { x: 1, y: 2 }, q: 1 });
  assert.equal(parameters.placeOf(["m", "a"])?.file, "--params");
  assert.equal(parameters.placeOf(["m", "b"])?.file, "conf/base/parameters.yml");
  assert.equal(parameters.placeOf(["code", "x"])?.file, "kedge.ts");
});

Deno.test("loadConfig() does not put parameters of the run anywhere else", async () => {
  const { catalog, credentials } = await loadConfigFiles(
    { "base/catalog.yml": "cars: {type: memory}", "base/credentials.yml": "db: {user: u}" },
    { runtimeParams: { cars: { type: "csv" }, db: { user: "x" }, k: 1 } },
  );

  assert.deepEqual(catalog.data, { cars: { type: "memory" } });
  assert.deepEqual(Object.keys(credentials.data), ["db"]);
});

Deno.test("loadConfig() reports every problem of every file at once", async () => {
  const problems = await configProblems({
    "base/catalog.yml": "cars: [1, 2\nbikes: 1\n",
    "base/catalog_more.yml": "boats: 1\nboats: 2\n",
    "base/parameters.yml": "a:\n\tb: 1\n",
    "base/parameters_a.yml": "n: {x: 1}\n",
    "base/parameters_b.yml": "n: {x: 2}\n",
    "base/credentials.yml": "- a\n",
    "base/mlflow.yml": "just text\n",
    "base/kedge.yml": "trackin: {}\n",
    "local/parameters.yml": "a: *b\n",
  });

  assert.deepEqual(problems, [
    "conf/base/catalog.yml:1:7  This is not valid YAML: [ is opened here and not closed",
    "conf/base/catalog_more.yml:2:1  boats is written twice, first on line 1",
    "conf/base/parameters.yml:2:1  This is not valid YAML: lines must be indented with spaces, not tabs",
    "conf/base/parameters_b.yml:1:5  n.x is written in two files, first in conf/base/parameters_a.yml:1",
    'conf/local/parameters.yml:1:4  There is no anchor of this name above; a value that begins with "*" must be quoted',
    "conf/base/credentials.yml:1:1  A configuration file must hold keys and values: this one holds something else",
    'conf/base/mlflow.yml:1:1  A configuration file must hold keys and values: this one holds "just text"',
    'conf/base/kedge.yml:1:1  trackin is not a key of kedge.yml. Did you mean "tracking"?',
  ]);
});

Deno.test("loadConfig() counts its problems and keeps the message short", async () => {
  const many = Array.from({ length: 120 }, (_, i) => `key_${i}: 1\n`).join("");

  const error = await loadConfigFiles({ "base/catalog.yml": many, "base/catalog_b.yml": many }).catch((
    error: unknown,
  ) => error);

  assert.ok(error instanceof ConfigError);
  assert.equal(error.issues.length, 120);
  assert.match(error.message, /^120 problems in the configuration:\n/);
  assert.match(error.message, /\n {2}and 70 more$/);
  assert.deepEqual([error.file, error.line], ["conf/base/catalog_b.yml", 1]);
});

Deno.test("loadConfig() names files that are not text or may not be read", async () => {
  await using dir = await tempDir();
  await dir.write({ "conf/base/parameters.yml": "a: 1", "conf/base/catalog.yml": "" });
  await Deno.writeFile(dir.join("conf/base/parameters_x.yml"), new Uint8Array([0x61, 0x3a, 0x20, 0xff]));
  await Deno.writeFile(
    dir.join("conf/base/parameters_y.yml"),
    new Uint8Array(16 * 1024 * 1024 + 1).fill(0x20),
  );

  const error = await loadConfig({ root: dir.path }).catch((error: unknown) => error);

  assert.ok(error instanceof ConfigError);
  assert.deepEqual(error.issues.map(describeIssue), [
    "conf/base/parameters_x.yml  This file must be UTF-8 text",
    "conf/base/parameters_y.yml  A configuration file must have at most 16 MiB",
  ]);
});

Deno.test("loadConfig() places interpolations that lead nowhere, and repeats nothing of credentials", async () => {
  const problems = await configProblems({
    "base/parameters.yml": "root: data\nraw: ${rot}/raw\nlist: [a, 'x${root.x}']\n",
    "base/catalog.yml": "_t: ${a}\ncars: {type: csv, filepath: '${globals:raw}/cars.csv'}\n",
    "base/credentials.yml": "db: {password: '${oc.env:PASSWORD}'}\n",
  }, { runtimeParams: { given: "${rot}" } });

  assert.deepEqual(problems, [
    "conf/base/catalog.yml:1:5  ${a} refers to nothing. Known here: _t, cars",
    "conf/base/catalog.yml:2:30  ${globals:raw} refers to nothing: there are no globals",
    "conf/base/parameters.yml:2:6  ${rot} refers to nothing. Known here: root, raw, list, given",
    "conf/base/parameters.yml:3:13  ${root.x} refers to nothing: root is a value, not a map",
    "--params  ${rot} refers to nothing. Known here: root, raw, list, given",
    "conf/base/credentials.yml:1:16  db.password: a ${...} refers to an environment variable that is not set",
  ]);
});

Deno.test("loadConfig() refuses parameters of the code and of the run that are not plain data", async () => {
  const problems = await configProblems({ "base/parameters.yml": "" }, {
    codeParameters: { since: new Date(0), model: { make: () => 1, tags: [new Set()] } },
    // Somebody without types may write this.
    runtimeParams: { until: new Date(0) } as unknown as ConfigObject,
  });

  assert.deepEqual(problems, [
    "parameters.since must be plain data (text, numbers, lists, maps): it is of class Date",
    "parameters.model.make must be plain data (text, numbers, lists, maps): it is of type function",
    "parameters.model.tags[0] must be plain data (text, numbers, lists, maps): it is of class Set",
    "params.until must be plain data (text, numbers, lists, maps): it is of class Date",
  ]);
});

Deno.test("loadConfig() adds what a check finds, and gives it only what was read without problems", async () => {
  let given: unknown;
  const problems = await configProblems({
    "base/catalog.yml": "cars: {type: cvs}\n",
    "base/parameters.yml": "a: [",
  }, {
    check: (groups) => {
      given = Object.keys(groups).sort();
      const place = groups.catalog?.placeOf(["cars", "type"]);
      return [{ code: "test", message: "cars.type is wrong", place }];
    },
  });

  assert.deepEqual(given, ["catalog", "credentials", "globals", "kedge", "mlflow"]);
  assert.deepEqual(problems, [
    "conf/base/parameters.yml:1:4  This is not valid YAML: [ is opened here and not closed",
    "conf/base/catalog.yml:1:14  cars.type is wrong",
  ]);
});

Deno.test("loadConfig() has nothing to check where the environment is wrong", async () => {
  let given: unknown;

  await configProblems({ "base/catalog.yml": "cars: {type: cvs}" }, {
    env: "prod",
    check: (groups) => {
      given = groups;
      return [];
    },
  });

  assert.deepEqual(given, {});
});

Deno.test("loadConfig() tells the problems of a file from top to bottom", async () => {
  const problems = await configProblems({ "base/catalog.yml": "a: ${x}\nb: 1\nb: 2\nc: ${y}\n" });

  assert.deepEqual(problems.map((problem) => problem.split(" ")[0]), [
    "conf/base/catalog.yml:1:4",
    "conf/base/catalog.yml:3:1",
    "conf/base/catalog.yml:4:4",
  ]);
});

Deno.test("loadConfig() writes nothing", async () => {
  await using dir = await tempDir();
  await dir.write({ "conf/base/parameters.yml": "a: [" });

  await assert.rejects(loadConfig({ root: dir.path }), ConfigError);

  assert.deepEqual([...Deno.readDirSync(dir.path)].map(({ name }) => name), ["conf"]);
  assert.deepEqual([...Deno.readDirSync(dir.join("conf/base"))].map(({ name }) => name), ["parameters.yml"]);
});

Deno.test({
  name: "loadConfig() says which permission is missing",
  permissions: { read: false },
  fn: async () => {
    const error = await loadConfig({ root: "/nowhere" }).catch((error: unknown) => error);

    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /Configuration in "conf" cannot be read: .*--allow-read/);
  },
});

Deno.test("loadConfig() takes a parameter that only a file asks for as known", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/catalog.yml": 'a: {type: text, filepath: "${runtime_params:paths.a}"}\n',
    "conf/base/mlflow.yml": "tracking: {day: '${runtime_params:day, 1}'}\n",
  });

  const { catalog, newParameters } = await loadConfig({
    root: dir.path,
    runtimeParams: { paths: { a: "x", b: "y" }, day: 2, dya: 3 },
  });

  assert.deepEqual(catalog.data, { a: { type: "text", filepath: "x" } });
  assert.deepEqual(newParameters, [["paths", "b"], ["dya"]]);
});
