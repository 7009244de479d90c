import assert from "node:assert/strict";
import { configProblems, loadConfigFiles } from "../support/config_files.ts";

Deno.test("loadConfig() chooses the environment by option, then KEDGE_ENV, then KEDRO_ENV", async () => {
  const files = { "base/parameters.yml": "", "a/x.yml": "", "b/x.yml": "", "c/x.yml": "" };
  const variables = (entries: Record<string, string>) => new Map(Object.entries(entries));
  const envOf = async (options: Parameters<typeof loadConfigFiles>[1]) =>
    (await loadConfigFiles(files, options)).env;

  assert.equal(await envOf({ env: "a", variables: variables({ KEDGE_ENV: "b", KEDRO_ENV: "c" }) }), "a");
  assert.equal(await envOf({ variables: variables({ KEDGE_ENV: "b", KEDRO_ENV: "c" }) }), "b");
  assert.equal(await envOf({ variables: variables({ KEDGE_ENV: "", KEDRO_ENV: "c" }) }), "c");
  assert.equal(await envOf({ variables: variables({}) }), "local");
  assert.equal(await envOf({}), "local");
});

Deno.test("loadConfig() takes base alone, and environments in folders of folders", async () => {
  const files = { "base/parameters.yml": "a: 1\nb: 1", "teams/blue/parameters.yml": "b: 2" };

  assert.deepEqual((await loadConfigFiles(files, { env: "teams/blue" })).parameters.data, { a: 1, b: 2 });
  assert.deepEqual((await loadConfigFiles(files, { env: "base" })).parameters.data, { a: 1, b: 1 });
});

Deno.test("loadConfig() names an unknown environment, who asked for it and what was meant", async () => {
  const files = { "base/parameters.yml": "", "prod/parameters.yml": "", "readme.md": "" };

  assert.deepEqual(await configProblems(files, { env: "prd" }), [
    'There is no environment "prd": folders of conf are base and prod. Did you mean "prod"?',
  ]);
  assert.deepEqual(await configProblems(files, { variables: new Map([["KEDRO_ENV", "staging"]]) }), [
    'There is no environment "staging", which KEDRO_ENV asks for: folders of conf are base and prod',
  ]);
  for (const env of ["../conf/prod", "..", "/etc", "prod/../prod", "", ".git", "prod/", "a\\b"]) {
    assert.match((await configProblems(files, { env }))[0] ?? "", /^There is no environment "/, env);
  }
});

Deno.test("loadConfig() needs a base in every configuration, but no configuration at all", async () => {
  assert.deepEqual(await configProblems({ "local/parameters.yml": "a: 1" }), [
    "There is no folder conf/base: it must hold what all environments share",
  ]);
  const nothing = await loadConfigFiles({}, { codeParameters: { a: 1 } });
  assert.deepEqual([nothing.parameters.data, nothing.catalog.data, nothing.files], [{ a: 1 }, {}, []]);
});

Deno.test("loadConfig() does not need the folder of the default environment, asked for or not", async () => {
  const files = { "base/parameters.yml": "a: 1" };

  assert.deepEqual((await loadConfigFiles(files, { env: "local" })).parameters.data, { a: 1 });
  assert.deepEqual((await loadConfigFiles({}, { env: "local" })).parameters.data, {});
});

Deno.test("loadConfig() needs what it is explicitly asked for", async () => {
  assert.deepEqual(await configProblems({}, { confSource: "settings" }), [
    'There is no configuration folder "settings"',
  ]);
  assert.deepEqual(await configProblems({}, { env: "prod" }), [
    'There is no configuration folder "conf", and so no environment "prod"',
  ]);
  assert.deepEqual(await configProblems({ "base/a.txt": "" }, { confSource: "conf/base/a.txt" }), [
    'There is no configuration folder "conf/base/a.txt"',
  ]);
});
