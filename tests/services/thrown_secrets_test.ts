import assert from "node:assert/strict";
import { kedge } from "../support/kedge.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { tempDir } from "../support/temp_dir.ts";
import { walkFiles } from "../support/walk_files.ts";

const mlflow = sharedMlflow();
const CANARY = "canary-7f3a91";

const PROJECT = `
import { defineProject, logLine, logModel, logParam, node, pipeline, setTag } from "https://kedge.example/kedge@0.1.0/mod.ts";

const login = node({
  name: "login",
  inputs: "params:api_key",
  outputs: "session",
  run: async (key: string) => {
    logLine("with " + key);
    logParam("dsn", "postgres://ada:" + key + "@host");
    setTag("note", "for " + key);
    await logModel({ a: 1 }, { name: "m", params: { key }, tags: { key } });
    throw new Error("refused " + key, { cause: new Error("wrong: " + key) });
  },
});
export default defineProject({ name: "birds", pipelines: { __default__: pipeline([login]) } });
`;

testWithMlflow(
  "a server of MLflow that runs are copied to gets no secret that a node throws or logs",
  async () => {
    await mlflow().clear();
    await using dir = await tempDir();
    await dir.write({
      "kedge.ts": PROJECT,
      "conf/base/mlflow.yml": `server: {mlflow_tracking_uri: "${mlflow().url}"}\n`,
      "conf/local/parameters.yml": `api_key: ${CANARY}\n`,
    });

    const { code, stdout, stderr } = await kedge(dir.path, ["run"]);

    assert.equal(code, 1, stderr);
    assert.match(stderr, /refused \*\*\*(.*\n)*.* has all of it/);
    assert.ok(!`${stdout}${stderr}`.includes(CANARY), stderr);
    const texts = await Promise.all((await walkFiles(mlflow().folder)).map(readLatin));
    assert.ok(texts.some((text) => text.includes("refused ***")), "the server knows what it failed with");
    assert.ok(!texts.some((text) => text.includes(CANARY)));
  },
);

async function readLatin(path: string): Promise<string> {
  return new TextDecoder("latin1").decode(await Deno.readFile(path));
}
