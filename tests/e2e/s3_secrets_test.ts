import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { s3Store } from "../../lib/stores/s3/s3_store.ts";
import { ROOT } from "../../tasks/process.ts";
import { kedge } from "../support/kedge.ts";
import { sharedS3, testWithS3 } from "../support/s3.ts";
import { utf8 } from "../support/store_content.ts";
import { tempDir } from "../support/temp_dir.ts";
import { walkFiles } from "../support/walk_files.ts";

const s3 = sharedS3();
const CANARY = "canary-of-a-secret-9d41";

testWithS3("kedge shows credentials of S3 nowhere, whether they are right or wrong", async () => {
  const bucket = await s3().makeBucket();
  await using store = s3Store(bucket, s3().options);
  await store.write("numbers.json", utf8("[1, 2, 3]"));
  await s3().server.addUser("canary", { accessKeyId: "canary-key", secretAccessKey: CANARY });
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": `
import { defineProject, node, pipeline } from ${JSON.stringify(pathToFileURL(`${ROOT}mod.ts`).href)};
const count = node({ name: "count", inputs: "numbers", outputs: "sum", run: (n: number[]) => n.length });
export default defineProject({ name: "two", pipelines: { __default__: pipeline([count]) } });
`,
    "conf/base/catalog.yml": `numbers: {type: json, filepath: ${bucket}/numbers.json, credentials: mine}\n`,
    "conf/local/credentials.yml": `mine:
  key: ACCESS_KEY
  secret: ${CANARY}
  client_kwargs: {endpoint_url: "${s3().server.url}"}
`,
  });
  const credentials = await Deno.readTextFile(dir.join("conf/local/credentials.yml"));

  for (
    const [key, message] of [
      // Known, but without a right in this bucket.
      ["canary-key", /the credentials have no right to do this in bucket/],
      [s3().server.accessKeyId, /the secret of the access key is wrong/],
      ["nobody", /does not know the access key/],
    ] as const
  ) {
    await dir.write({ "conf/local/credentials.yml": credentials.replace("ACCESS_KEY", key) });
    const run = await kedge(dir.path, ["run"]);
    const shown = await kedge(dir.path, ["catalog", "list", "--json"]);
    const explained = await kedge(dir.path, ["runs", "show", "@latest", "--json"]);

    assert.notEqual(run.code, 0, run.stderr);
    assert.match(`${run.stdout}${run.stderr}`.replaceAll(/\s+/g, " "), message);
    for (const { stdout, stderr } of [run, shown, explained]) {
      assert.ok(!`${stdout}${stderr}`.includes(CANARY), stdout + stderr);
    }
  }

  await Deno.remove(dir.join("conf/local"), { recursive: true });
  for (const path of await walkFiles(dir.path)) {
    const bytes = await Deno.readFile(path);
    assert.ok(!new TextDecoder("latin1").decode(bytes).includes(CANARY), path);
  }
});
