import assert from "node:assert/strict";
import { walkFiles } from "../support/walk_files.ts";
import { kedge } from "../support/kedge.ts";
import { tempDir } from "../support/temp_dir.ts";

const CANARY = "canary-7f3a91";
const KEDGE_TS =
  `import { defineProject, logParam, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";

const inputs = ["params:db", "params:api_key", "params:my_pin", "parameters"];
const use = node({ name: "use", inputs, outputs: "used", run: () => ({ rows: 1 }) });
const fail = node({ name: "fail", inputs, outputs: "nothing", run: () => { throw new Error("no luck"); } });
export default defineProject({ name: "birds", pipelines: { __default__: pipeline([use]), broken: pipeline([use, fail]) } });
`;
const FILES = {
  "kedge.ts": KEDGE_TS,
  "conf/base/catalog.yml": "used:\n  type: json\n  filepath: data/used.json\n",
  "conf/base/parameters.yml": `db: {password: ${CANARY}, user: ada}\napi_key: ${CANARY}\nmy_pin: ${CANARY}\n`,
  "conf/base/kedge.yml": "tracking: {params: {redact: ['*pin*']}}\n",
  "conf/base/mlflow.yml": "server: {credentials: my_server}\n",
  "conf/local/credentials.yml": `my_server: {password: ${CANARY}, other: "\${oc.env:DB_SECRET}"}\n`,
};
const FLAT = `server: {credentials: my_server}\ntracking: {params: {dict_params: {flatten: true}}}\n`;
const ENV = { DB_SECRET: CANARY, MLFLOW_RUN_CONTEXT: JSON.stringify({ token: CANARY, team: "birds" }) };
const SECRETS = [
  "--params",
  `db.password=${CANARY},api_key=${CANARY},my_pin=${CANARY}`,
  "--run-tag",
  `token=${CANARY}`,
];

interface Step {
  readonly args: readonly string[];
  readonly code: number;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

const STEPS: readonly Step[] = [
  { args: ["run"], code: 0 },
  { args: ["run", "--json"], code: 0 },
  { args: ["run", ...SECRETS], code: 0, files: { "conf/base/mlflow.yml": FLAT } },
  { args: ["run", "--run-name", "second", ...SECRETS], code: 0 },
  { args: ["run", "--pipeline", "broken", ...SECRETS], code: 1 },
  { args: ["run", "--pipeline", "broken", "--json", ...SECRETS], code: 1 },
  {
    args: ["run"],
    code: 0,
    env: { MLFLOW_TRACKING_URI: `http://ada:${CANARY}@127.0.0.1:1/?token=${CANARY}` },
  },
  { args: ["run"], code: 0, env: { MLFLOW_TRACKING_URI: `sqlite:///x.db?password=${CANARY}` } },
  { args: ["run", "--params", `api_kye=${CANARY}`], code: 2 },
  { args: ["run", "--params", `api_key:${CANARY}`], code: 2 },
  { args: ["run", "--params", `password=[${CANARY}`], code: 2 },
  { args: ["run", "--run-tag", `token:${CANARY}`], code: 2 },
  { args: ["run"], code: 2, files: { "conf/local/credentials.yml": `my_server: [${CANARY}\n` } },
  {
    args: ["run"],
    code: 2,
    files: { "conf/local/credentials.yml": `my_server: ${CANARY}\nmy_server: ${CANARY}\n` },
  },
  { args: ["run"], code: 0, files: { "conf/local/credentials.yml": FILES["conf/local/credentials.yml"] } },
  { args: ["runs", "list"], code: 0 },
  { args: ["runs", "list", "--json"], code: 0 },
  { args: ["runs", "show", "@latest"], code: 0 },
  { args: ["runs", "show", "second", "--json"], code: 0 },
  { args: ["runs", "compare", "second", "@latest"], code: 0 },
  { args: ["runs", "list", "--filter", `params.api_key = '${CANARY}'`, "--json"], code: 0 },
  { args: ["runs", "lineage", "used"], code: 0 },
  { args: ["runs", "lineage", "data/used.json", "--json"], code: 0 },
  // What was hidden was not kept, so it cannot be given again.
  { args: ["runs", "rerun", "second", "--dry-run"], code: 2 },
  { args: ["runs", "export"], code: 0 },
  { args: ["runs", "export", "--format", "csv", "--output", ".kedge/runs.csv"], code: 0 },
  { args: ["runs", "export", "--format", "archive", "--output", ".kedge/runs.tar.gz"], code: 0 },
  { args: ["config", "show"], code: 0 },
  { args: ["config", "show", "--json"], code: 0 },
  { args: ["config", "explain", "my_pin"], code: 0 },
  { args: ["config", "explain", "db.password"], code: 0 },
  { args: ["catalog", "list"], code: 0 },
];

Deno.test("a secret shows neither in what commands print nor in the store nor in files of it", async () => {
  await using dir = await tempDir();
  await dir.write(FILES);

  for (const { args, code, files = {}, env = {} } of STEPS) {
    await dir.write(files);
    const ran = await kedge(dir.path, args, { ...ENV, ...env });
    const what = `kedge ${args.join(" ")}\n${ran.stdout}\n${ran.stderr}`;
    assert.equal(ran.code, code, what);
    assert.ok(!`${ran.stdout}${ran.stderr}`.includes(CANARY), what);
    for (const path of await walkFiles(dir.join(".kedge"))) {
      const bytes = await readUnpacked(path);
      assert.ok(!new TextDecoder("latin1").decode(bytes).includes(CANARY), `${path} after ${args.join(" ")}`);
    }
  }
});

async function readUnpacked(path: string): Promise<Uint8Array> {
  const bytes = await Deno.readFile(path);
  if (!path.endsWith(".gz")) return bytes;
  return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).bytes();
}
