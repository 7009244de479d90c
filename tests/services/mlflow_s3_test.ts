import assert from "node:assert/strict";
import { s3Store } from "../../lib/stores/s3/s3_store.ts";
import { captureDeno, ROOT } from "../../tasks/process.ts";
import { kedge } from "../support/kedge.ts";
import { startMlflow, testWithMlflow } from "../support/mlflow_server.ts";
import { sharedS3, SKIPS_S3 } from "../support/s3.ts";
import { s3Environment } from "../support/s3_environment.ts";
import { keysOf, textOf } from "../support/store_content.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

const s3 = sharedS3();

if (!SKIPS_S3) {
  testWithMlflow(
    "artifacts of a server whose artifact_uri is in S3 go there directly, also those of runs that are copied to it",
    async () => {
      const bucket = await s3().makeBucket();
      await using server = await startMlflow({
        args: ["--no-serve-artifacts", "--default-artifact-root", `${bucket}/mlflow`],
      });
      const { AWS_ENDPOINT_URL: endpoint = "", ...keys } = s3Environment(s3());
      const env = { ...keys, MLFLOW_S3_ENDPOINT_URL: endpoint };
      const script = `${ROOT}tests/services/children/mlflow_s3.ts`;

      const { code, stdout, stderr } = await captureDeno(["run", "-A", script, server.url], { env });

      assert.equal(code, 0, stderr);
      const { runId, artifactUri, sha256, missing, ...found } = JSON.parse(stdout);
      assert.match(artifactUri, new RegExp(`^${bucket}/mlflow/\\d+/${runId}/artifacts$`));
      assert.equal(sha256, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
      assert.match(missing, /^TrackingError: Cannot read file "none\.txt" of Run .*: .*it does not exist$/);
      assert.deepEqual(found, {
        artifacts: [["deep/a b.txt", 5]],
        below: ["deep/a b.txt"],
        part: "el",
        model: [["MLmodel", 11]],
        file: "flavors: {}",
      });
      await using store = s3Store(bucket, s3().options);
      const stored = await keysOf(store);
      assert.equal(stored.length, 2);
      assert.equal(await textOf(store, `${artifactUri.slice(bucket.length + 1)}/deep/a b.txt`), "hello");

      await using dir = await project(server.url);
      const run = await kedge(dir.path, ["run"], env);
      const sync = await kedge(dir.path, ["sync"], env);

      assert.deepEqual([run.code, sync.code], [0, 0], `${run.stderr}${sync.stderr}`);
      const copied = (await keysOf(store)).filter((key) => key.endsWith("/notes/hello.txt"));
      assert.equal(copied.length, 1);
      assert.equal(await textOf(store, copied[0] ?? ""), "Hello");
    },
  );
}

async function project(server: string): Promise<TempDir> {
  const dir = await tempDir();
  await dir.write({
    "kedge.ts":
      `import { defineProject, logText, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const greet = node({ name: "greet", inputs: "params:n", outputs: "m", run: async (n: number) => {
  await logText("Hello", "notes/hello.txt");
  return n;
} });
export default defineProject({ name: "greetings", pipelines: { __default__: pipeline([greet]) } });
`,
    "conf/base/parameters.yml": "n: 1\n",
    "conf/base/mlflow.yml": `server: { mlflow_tracking_uri: "${server}" }\n`,
  });
  return dir;
}
