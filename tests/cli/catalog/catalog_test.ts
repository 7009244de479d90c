import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { runCli } from "../../../cli/run_cli.ts";
import { ROOT } from "../../../tasks/process.ts";
import { type FakeCli, fakeCli, type FakeCliOptions } from "../../support/fake_cli.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

const CANARY = "hunter2";
const FILES = {
  "kedge.ts": `
import { defineProject, node, pipeline } from ${JSON.stringify(pathToFileURL(`${ROOT}mod.ts`).href)};
const count = node({ name: "count", inputs: ["birds", "ships_raw"], outputs: "n", run: (rows: unknown[]) => rows.length });
export default defineProject({ pipelines: { __default__: pipeline([count]) } });
`,
  "conf/base/catalog.yml": `birds:
  type: csv
  filepath: \${globals:folder}/birds.csv
  credentials: store
"{name}_raw": {type: json, filepath: "{name}.json", save_args: {indent: 4}}
idle: {type: memory}
`,
  "conf/base/globals.yml": "folder: data\n",
  "conf/prod/catalog.yml": 'birds: {type: csv, filepath: "${runtime_params:path}"}\n',
  "conf/local/credentials.yml": `store: {key: ${CANARY}}\n`,
  "data/birds.csv": "species,mass,note\nauk,417,a\ntern,52,b\neider,880,c\n",
};

async function projectFolder(): Promise<TempDir> {
  const dir = await tempDir();
  await dir.write(FILES);
  return dir;
}

interface Typed extends FakeCli {
  readonly code: number;
}

async function type(cwd: string, line: string, options: FakeCliOptions = {}): Promise<Typed> {
  const cli = fakeCli({
    args: ["catalog", ...line.split(" ")],
    cwd,
    env: { KEDGE_COMMAND: "deno task kedge" },
    ...options,
  });
  return { ...cli, code: await runCli(cli.context) };
}

Deno.test("kedge catalog list shows datasets and patterns in tables", async () => {
  await using dir = await projectFolder();

  const { code, stdout } = await type(dir.path, "list");

  assert.equal(code, 0);
  assert.deepEqual(stdout().split("\n").map((line) => line.trimEnd()), [
    "  dataset    type    made by  read by  from",
    "  ────────────────────────────────────────────────────────────────────────",
    "  birds      csv     –        count    conf/base/catalog.yml:1",
    "  idle       memory  –        –        conf/base/catalog.yml:6",
    "  n          memory  count    –        memory of the run",
    "  ships_raw  json    –        count    {name}_raw  conf/base/catalog.yml:5",
    "",
    "  pattern     type  makes      from",
    "  ────────────────────────────────────────────────────",
    "  {name}_raw  json  1 dataset  conf/base/catalog.yml:5",
    "",
  ]);
});

Deno.test("kedge catalog show tells of one dataset, and knows what was meant", async () => {
  await using dir = await projectFolder();

  const { code, stdout } = await type(dir.path, "show birds");
  const misspelt = await type(dir.path, "show brids");

  assert.equal(code, 0);
  assert.equal(
    stdout(),
    `birds · csv
  from      an entry · conf/base/catalog.yml:1
  exists    yes
  schema    none
  read by   count
  pipelines __default__
  entry     type: csv
            filepath: data/birds.csv
            credentials: store
`,
  );
  assert.equal(misspelt.code, 2);
  assert.equal(misspelt.stderr(), '✗ There is no dataset "brids". Did you mean "birds"?\n');
});

Deno.test("kedge catalog resolve shows what a pattern makes of a name", async () => {
  await using dir = await projectFolder();

  const { code, stdout } = await type(dir.path, "resolve cars_raw");

  assert.equal(code, 0);
  assert.equal(
    stdout(),
    `cars_raw · pattern {name}_raw · conf/base/catalog.yml:5
  type: json
  filepath: cars.json
  save_args: {indent: 4}
`,
  );
});

Deno.test("kedge catalog preview draws a table as wide as the terminal, and as many rows as asked", async () => {
  await using dir = await projectFolder();

  const { stdout } = await type(dir.path, "preview birds --limit 2", { columns: 16 });
  const bad = await type(dir.path, "preview birds --limit none");

  assert.equal(
    stdout(),
    `  species  mass
  ─────────────
  auk       417
  tern       52
  … other columns: note
  … more: --limit N
`,
  );
  assert.equal(bad.code, 2);
  assert.match(bad.stderr(), /--limit/);
});

Deno.test("kedge catalog check exits with 1 and the places of what is missing, and with 0 once it is there", async () => {
  await using dir = await projectFolder();

  const before = await type(dir.path, "check");
  await dir.write({ "ships.json": "[]" });
  const after = await type(dir.path, "check");

  assert.equal(before.code, 1);
  const lines = before.stdout().split("\n");
  assert.equal(lines[0], "✗ 1 problem in 4 datasets");
  assert.match(
    lines[1] ?? "",
    /^ {2}conf\/base\/catalog.yml:5 +Cannot load dataset "ships_raw": cannot read ".*": it does not exist$/,
  );
  assert.equal(lines[2], "! 3 notes");
  assert.equal(after.code, 0);
  assert.match(after.stdout(), /^✓ 4 datasets, nothing is missing or wrong$/m);
  assert.match(after.stdout(), /^ {2}conf\/base\/catalog.yml:6 +idle is used by no pipeline$/m);
});

Deno.test("kedge catalog commands take an environment and parameters, and print JSON alone", async () => {
  await using dir = await projectFolder();
  await dir.write({ "other.csv": "a\n1\n" });

  for (const line of ["list", "show birds", "resolve birds", "check", "preview birds"]) {
    const { code, stdout } = await type(dir.path, `${line} --env prod --params path=other.csv --json`);

    assert.ok(code === 0 || line === "check", `${line}: ${stdout()}`);
    const value = JSON.parse(stdout());
    if (line === "resolve birds") {
      assert.deepEqual(value, {
        name: "birds",
        entry: { type: "csv", filepath: "other.csv" },
        writtenAt: "conf/prod/catalog.yml:1",
      });
    }
  }
});

Deno.test("kedge catalog shows no credential, whatever is wrong", async () => {
  await using dir = await projectFolder();
  await dir.write({
    "conf/local/catalog.yml": `birds: {type: csvv, filepath: x, credentials: {key: ${CANARY}}}
ships: {type: csv, filepat: "https://ada:${CANARY}@host/x"}
cars: {type: csv, filepath: "ftp://ada:${CANARY}@host/x"}
`,
  });
  const shown: string[] = [];
  for (const line of ["list", "show birds", "check --json", "preview birds", "resolve cars"]) {
    const { stdout, stderr } = await type(dir.path, line);
    shown.push(stdout(), stderr());
  }
  await dir.write({
    "conf/local/catalog.yml": `cars: {type: csv, filepath: "ftp://ada:${CANARY}@host/x"}\n`,
  });
  for (const line of ["list", "show cars", "check", "preview cars", "resolve cars --json", "preview birds"]) {
    const { stdout, stderr } = await type(dir.path, line);
    shown.push(stdout(), stderr());
  }

  assert.match(shown.join(""), /csvv/);
  assert.match(shown.join(""), /ftp:\/\/\*\*\*@host/);
  assert.ok(!shown.join("").includes(CANARY), shown.find((text) => text.includes(CANARY)));
});
