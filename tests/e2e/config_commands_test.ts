import assert from "node:assert/strict";
import { kedge as runKedge } from "../support/kedge.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

const CANARY = "hunter2canary";

async function project(): Promise<TempDir> {
  const dir = await tempDir();
  await dir.write({
    "kedge.ts": `
import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const copy = node({ inputs: "params:rate", outputs: "copied", run: (rate: number) => rate });
export default defineProject({ name: "tiny", pipelines: { __default__: pipeline([copy]) } });
`,
    "conf/base/globals.yml": "trees: 10\n",
    "conf/base/parameters.yml": "model:\n  trees: ${globals:trees}\n  seed: 7\nrate: 0.1\n",
    "conf/prod/parameters.yml": "model:\n  trees: 500\n",
    "conf/base/catalog.yml": "cars: {type: cvs, filepath: x.csv, credentials: db}\n",
    "conf/base/credentials.yml": `db: {password: ${CANARY}, token: "\${oc.env:KEDGE_TEST_TOKEN}"}\n`,
  });
  return dir;
}

const kedge = (cwd: string, args: readonly string[]) => runKedge(cwd, args, { KEDGE_TEST_TOKEN: CANARY });

Deno.test("kedge config show prints the configuration, also one that is wrong, with places and without secrets", async () => {
  await using dir = await project();

  const { code, stdout, stderr } = await kedge(dir.path, ["config", "show"]);

  assert.equal(code, 0, stderr);
  assert.equal(
    stdout,
    `globals:
  trees: 10          # conf/base/globals.yml:1
catalog:
  cars:
    type: cvs        # conf/base/catalog.yml:1
    filepath: x.csv  # conf/base/catalog.yml:1
    credentials: db  # conf/base/catalog.yml:1
parameters:
  model:
    trees: 10        # conf/base/parameters.yml:2
    seed: 7          # conf/base/parameters.yml:3
  rate: 0.1          # conf/base/parameters.yml:4
credentials:
  db:
    password: "***"  # conf/base/credentials.yml:1
    token: "***"     # conf/base/credentials.yml:1
`,
  );
});

Deno.test("kedge config show GROUP prints one kind of configuration, of an environment and with parameters", async () => {
  await using dir = await project();

  const shown = await kedge(dir.path, ["config", "show", "parameters", "-e", "prod", "--params", "rate=2"]);
  const json = await kedge(dir.path, ["config", "show", "credentials", "--json"]);
  const wrong = await kedge(dir.path, ["config", "show", "catalg"]);

  assert.equal(
    shown.stdout,
    `model:
  trees: 500  # conf/prod/parameters.yml:2
rate: 2       # --params
`,
  );
  const { values, env: name } = JSON.parse(json.stdout);
  assert.deepEqual([name, values.length, json.stdout.includes(CANARY)], ["local", 2, false]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /There is no kind of configuration "catalg".* Did you mean "catalog"\?/);
});

Deno.test("kedge config explain KEY tells place, interpolation, what was overridden and what was dropped", async () => {
  await using dir = await project();

  const base = await kedge(dir.path, ["config", "explain", "model.trees"]);
  const prod = await kedge(dir.path, ["config", "explain", "params:model", "--env", "prod"]);
  const secret = await kedge(dir.path, ["config", "explain", "credentials.db"]);

  assert.equal(
    base.stdout,
    `parameters.model.trees = 10
  from      conf/base/parameters.yml:2:10
  made by   \${globals:trees}   conf/base/globals.yml:1:8
`,
  );
  assert.equal(
    prod.stdout,
    `parameters.model.trees = 500
  from      conf/prod/parameters.yml:2:10
  over      10   conf/base/parameters.yml:2:10

parameters.model.seed is dropped
  was       7   conf/base/parameters.yml:3:9
  by        conf/prod/parameters.yml:1:1, which replaces all of model
`.replace("${globals:trees}", "10"),
  );
  assert.equal(
    secret.stdout,
    `credentials.db.password = "***"
  from      conf/base/credentials.yml:1:16

credentials.db.token = "***"
  from      conf/base/credentials.yml:1:38
  made by   \${oc.env:KEDGE_TEST_TOKEN}
`,
  );
});

Deno.test("kedge config explain suggests a key, and shows as JSON what it knows", async () => {
  await using dir = await project();

  const wrong = await kedge(dir.path, ["config", "explain", "model.tres", "--json"]);
  const json = await kedge(dir.path, ["config", "explain", "model", "--env", "prod", "--json"]);

  assert.equal(wrong.code, 2);
  assert.match(
    wrong.stderr,
    /There is no value "model\.tres" in the configuration\. Did you mean "model\.trees"\?/,
  );
  assert.equal(JSON.parse(wrong.stdout).error.issues[0].suggestion, "model.trees");
  const { values, dropped } = JSON.parse(json.stdout);
  assert.deepEqual(values[0].overrode[0].place, { file: "conf/base/parameters.yml", line: 2, column: 10 });
  assert.deepEqual(dropped[0].path, ["model", "seed"]);
});

Deno.test("kedge config schema writes schemas beside the environments, or prints one", async () => {
  await using dir = await project();

  const written = await kedge(dir.path, ["config", "schema"]);
  const printed = await kedge(dir.path, ["config", "schema", "catalog"]);
  const wrong = await kedge(dir.path, ["config", "schema", "catalgo"]);

  assert.equal(written.code, 0, written.stderr);
  assert.match(written.stdout, /✓ wrote 6 schemas/);
  assert.match(written.stdout, /# yaml-language-server: \$schema=\.\.\/\.schemas\/catalog\.json/);
  const file = JSON.parse(await Deno.readTextFile(dir.join("conf/.schemas/catalog.json")));
  assert.deepEqual(JSON.parse(printed.stdout), file);
  assert.deepEqual([wrong.code, /Did you mean "catalog"\?/.test(wrong.stderr)], [2, true]);
});

Deno.test("kedge config looks at the rest of a configuration that has problems, and tells them", async () => {
  await using dir = await project();
  await dir.write({
    "conf/local/parameters.yml": "rate: ${nothing}\nextra: 1\n",
    "conf/local/catalog.yml": "a: [\n",
  });

  const shown = await kedge(dir.path, ["config", "show", "parameters"]);
  const explained = await kedge(dir.path, ["config", "explain", "extra", "--json"]);

  assert.deepEqual([shown.code, explained.code], [2, 2]);
  assert.match(shown.stderr, /✗ 2 problems in the configuration/);
  assert.match(shown.stderr, /conf\/local\/parameters\.yml:1:7 +\$\{nothing\} refers to nothing/);
  assert.match(shown.stdout, /^rate: null +# conf\/local\/parameters\.yml:1\nextra: 1 /m);
  const { values, problems } = JSON.parse(explained.stdout);
  assert.deepEqual([values[0].value, problems.length], [1, 2]);
});
