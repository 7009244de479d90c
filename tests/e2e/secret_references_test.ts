import assert from "node:assert/strict";
import { kedge } from "../support/kedge.ts";
import { tempDir } from "../support/temp_dir.ts";
import { walkFiles } from "../support/walk_files.ts";

const CANARY = "hunter2-canary";

const PROJECT = `
import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const connect = node({
  name: "connect",
  inputs: ["parameters", "params:copy", "params:db", "params:list"],
  outputs: "length",
  run: (all: Record<string, unknown>, copy: string) => {
    if (all.fails) throw new Error("no such server");
    return copy.length;
  },
});
const refuse = (message: string, isRight: (value: unknown) => boolean) => ({
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value: unknown) =>
      isRight(value) ? { value } : { issues: [{ message: message + value }, { message: "x", path: ["copy"] }] },
  },
});
export default defineProject({
  name: "tiny",
  pipelines: { __default__: pipeline([connect]) },
  schemas: {
    "params:password": refuse("must be a number, not ", (value) => value !== "${CANARY}-wrong"),
    "params:copy": refuse("must be a number, not ", (value) => value !== "${CANARY}-wrong"),
    "params:pin": refuse("must be longer than ", (value) => value !== 73195),
  },
});
`;

Deno.test("a secret that is taken over by references appears in no output and no file of any command", async () => {
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": PROJECT,
    "conf/base/globals.yml": `store_key: ${CANARY}\n`,
    "conf/base/parameters.yml": [
      `password: ${CANARY}`,
      'copy: "${password}"',
      'db: {dsn: "postgresql://ada:${password}@host/db", host: h}',
      'list: ["${globals:store_key}", b]',
      "fails: false",
      "",
    ].join("\n"),
    "conf/base/catalog.yml":
      'length: {type: json, filepath: "data/${globals:store_key}/length.json", metadata: {deep: "${globals:store_key}"}}\n',
    "conf/base/credentials.yml": 'dev: {key: "${globals:store_key}"}\n',
    "conf/base/kedge.yml":
      'tracking: {run: {description: "with ${globals:store_key}", tags: {store: "${globals:store_key}"}}}\n',
    "conf/base/mlflow.yml": [
      "tracking:",
      '  experiment: {name: "${globals:store_key}", create_experiment_kwargs: {tags: {x: "${globals:store_key}"}}}',
      '  run: {name: "run-${globals:store_key}"}',
      "",
    ].join("\n"),
    "conf/failing/parameters.yml": "fails: true\n",
    "conf/wrong/parameters.yml":
      `password: ${CANARY}-wrong\ncopy: \${password}\npassword_pin: &pin 73195\npin: *pin\n`,
  });
  const commands: readonly (readonly string[])[] = [
    ["run"],
    ["run", "--json"],
    ["run", "--env", "failing"],
    ["run", "--json", "--env", "failing"],
    ["run", "--env", "wrong"],
    ["run", "--params", `db.password=${CANARY},db.other=\${password}`],
    ["runs", "show", "@latest"],
    ["runs", "show", "@latest", "--json"],
    ["runs", "list", "--json"],
    ["catalog", "preview", "parameters"],
    ["catalog", "preview", "params:db", "--json"],
    ["catalog", "preview", "params:copy"],
    ["catalog", "show", "length"],
    ["catalog", "resolve", "length", "--json"],
    ["catalog", "list", "--json"],
    ["catalog", "check", "--json"],
    ["config", "show"],
    ["config", "show", "--json"],
    ["config", "explain", "parameters"],
    ["config", "explain", "params:copy", "--json"],
    ["config", "schema", "--json"],
  ];

  for (const args of commands) {
    const { stdout, stderr } = await kedge(dir.path, args);

    const shown = stdout + stderr;
    const typed = args.join(" ");
    assert.ok(!shown.includes(CANARY), `kedge ${typed}\n${shown}`);
    assert.ok(!shown.includes("73195"), `kedge ${typed}\n${shown}`);
  }
  const known = /conf.(?:base|wrong).(?:globals|parameters)\.yml$/;
  for (const path of await walkFiles(dir.path)) {
    if (known.test(path) || path.includes("kedge.ts")) continue;
    const text = new TextDecoder("latin1").decode(await Deno.readFile(path));
    assert.ok(!text.includes(CANARY), path);
  }
});

Deno.test("what a run shows and records of a value made of a secret is ***", async () => {
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": PROJECT,
    "conf/base/parameters.yml":
      `password: ${CANARY}\ncopy: "\${password}"\ndb: {dsn: "x:\${password}", host: h}\nlist: [a]\npin: 1\n`,
  });

  const run = await kedge(dir.path, ["run", "--json"]);
  const preview = await kedge(dir.path, ["catalog", "preview", "params:db", "--json"]);
  const show = await kedge(dir.path, ["runs", "show", "@latest", "--json"]);

  assert.equal(run.code, 0, run.stderr);
  assert.deepEqual(JSON.parse(preview.stdout).value, { dsn: "***", host: "h" });
  const { params } = JSON.parse(show.stdout);
  assert.match(JSON.stringify(params), /"copy[^}]*\*\*\*/);
});

const PLACES = `
import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const copy = node({
  name: "copy",
  inputs: "cars",
  outputs: ["plain", "old", "parts", "made_kept"],
  run: (cars: unknown) => [cars, cars, { a: cars }, cars],
});
const read = (name: string) =>
  node({ name, inputs: name, outputs: "read", run: async (data: any) => await data.a?.() ?? data });
export default defineProject({
  name: "places",
  pipelines: {
    __default__: pipeline([copy]),
    broken: pipeline([read("broken")]),
    missing: pipeline([read("missing")]),
    part: pipeline([read("broken_parts")]),
    taken: pipeline([node({ name: "take", inputs: "cars", outputs: "taken", run: (cars: unknown) => cars })]),
    nowhere: pipeline([read("nowhere")]),
  },
});
`;

Deno.test("a secret in the path of a dataset appears in no output, no message and no record of a run", async () => {
  await using dir = await tempDir();
  const folder = `data/${CANARY} 7`;
  await dir.write({
    "kedge.ts": PLACES,
    "conf/base/globals.yml": `folder_token: "${CANARY} 7"\nkey_of_store: ${CANARY}-2\n`,
    "conf/base/credentials.yml": 'dev: {key: "${globals:key_of_store}"}\n',
    "conf/base/catalog.yml": [
      'cars: {type: json, filepath: "data/${globals:folder_token}/cars.json"}',
      'plain: {type: json, filepath: "data/${globals:key_of_store}.json"}',
      'old: {type: json, filepath: "data/${globals:key_of_store}/old.json", versioned: true}',
      'parts: {type: partitioned, path: "data/${globals:folder_token}/parts", dataset: json}',
      '"made_{name}": {type: cached, dataset: {type: json, filepath: "data/${globals:folder_token}/{name}.json"}}',
      'broken: {type: json, filepath: "data/${globals:folder_token}/broken.json"}',
      'missing: {type: csv, filepath: "data/${globals:folder_token}/missing.csv"}',
      'broken_parts: {type: partitioned, path: "data/${globals:folder_token}/broken", dataset: json}',
      'taken: {type: json, filepath: "data/${globals:folder_token}"}',
      'nowhere: {type: json, filepath: "gs://${globals:folder_token}/a.json"}',
      "",
    ].join("\n"),
    [`${folder}/cars.json`]: "[1]",
    [`${folder}/broken.json`]: "[1",
    [`${folder}/broken/a`]: "[1",
  });
  const commands: readonly (readonly [code: number, ...args: string[]])[] = [
    [0, "run"],
    [1, "run", "--pipelines", "broken"],
    [1, "run", "--pipelines", "part"],
    [2, "run", "--pipelines", "missing"],
    [2, "run", "--pipelines", "taken"],
    [2, "run", "--pipelines", "nowhere", "--json"],
    [0, "run", "--json"],
    [0, "runs", "show", "@latest", "--json"],
    [0, "runs", "lineage", "plain"],
    [0, "runs", "rerun", "@latest", "--dry-run"],
    [2, "catalog", "preview", "broken"],
    [1, "catalog", "check", "--json"],
    [0, "catalog", "show", "made_kept"],
    [0, "catalog", "resolve", "made_kept"],
  ];

  for (const [code, ...args] of commands) {
    const run = await kedge(dir.path, args);

    const shown = run.stdout + run.stderr;
    assert.equal(run.code, code, `kedge ${args.join(" ")}\n${shown}`);
    assert.ok(!shown.includes(CANARY), `kedge ${args.join(" ")}\n${shown}`);
    // What the run read is found by its dataset, as its path is not kept.
    if (args[1] === "rerun") assert.ok(!shown.includes("***"), shown);
  }
  for (const path of await walkFiles(dir.path)) {
    if (!path.includes(".kedge")) continue;
    const text = new TextDecoder("latin1").decode(await Deno.readFile(path));
    assert.ok(!text.includes(CANARY), path);
  }
});

Deno.test("an artifact_location that is made of a secret is refused, without telling it, and nothing is recorded", async () => {
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": PROJECT,
    "conf/base/globals.yml": `store_token: ${CANARY}\n`,
    "conf/base/mlflow.yml":
      'tracking: {experiment: {create_experiment_kwargs: {artifact_location: "data/${globals:store_token}"}}}\n',
  });

  const { code, stdout, stderr } = await kedge(dir.path, ["run"]);

  assert.equal(code, 2, stderr);
  assert.match(stderr, /mlflow\.yml:1:\d+ .*artifact_location is made of a secret/);
  assert.ok(!`${stdout}${stderr}`.includes(CANARY), stderr);
  await assert.rejects(Deno.stat(dir.join(".kedge")), Deno.errors.NotFound);
});
