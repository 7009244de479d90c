import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { runCli } from "../../../cli/run_cli.ts";
import { ROOT } from "../../../tasks/process.ts";
import { fakeCli } from "../../support/fake_cli.ts";
import { tempDir } from "../../support/temp_dir.ts";

const CANARY = "hunter2-canary";
const FILES = {
  "kedge.ts": `
import { defineProject, node, pipeline } from ${JSON.stringify(pathToFileURL(`${ROOT}mod.ts`).href)};
const count = node({ name: "count", inputs: "birds", outputs: "kept", run: (rows: unknown[]) => rows.length });
// JSON has no loops: the last save fails.
const unsaveable: { self?: unknown } = {};
unsaveable.self = unsaveable;
const show = node({ name: "show", inputs: ["kept", "parts"], outputs: "folder", run: () => unsaveable });
export default defineProject({ pipelines: { __default__: pipeline([count, show]) } });
`,
  "conf/base/catalog.yml": `birds: {type: csv, filepath: birds.csv, credentials: store, versioned: true}
kept: {type: cached, dataset: {type: json, filepath: kept.json, credentials: store}}
parts:
  type: partitioned
  path: parts
  dataset: {type: json, credentials: {key: ${CANARY}}}
  credentials: store
folder:
  type: json
  filepath: folder
  credentials:
    key: ${CANARY}
`,
  "conf/local/credentials.yml": `store: {key: ${CANARY}, nested: {token: ${CANARY}}}\n`,
  "birds.csv/1/birds.csv": "species\nauk\n",
  "parts/a": "1",
};

Deno.test("a run that reads with credentials and fails shows and stores none of them", async () => {
  await using dir = await tempDir();
  await dir.write(FILES);
  const cli = fakeCli({ args: ["run", "--load-versions", "birds:1"], cwd: dir.path });

  const code = await runCli(cli.context);

  assert.equal(code, 1);
  assert.match(cli.stderr(), /Cannot save dataset "folder"/);
  assert.ok(!(cli.stdout() + cli.stderr()).includes(CANARY));
  const written: string[] = [];
  for await (const { name } of Deno.readDir(dir.join(".kedge"))) {
    if ((await Deno.stat(dir.join(".kedge", name))).isFile) written.push(name);
  }
  assert.ok(written.includes("runs.db"));
  for (const name of written) {
    const bytes = await Deno.readFile(dir.join(".kedge", name));
    assert.ok(!new TextDecoder("latin1").decode(bytes).includes(CANARY), name);
  }
});
