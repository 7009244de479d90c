import assert from "node:assert/strict";
import { isSecret } from "../../lib/core/secret.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import { parseS3Credentials } from "../../lib/stores/s3/s3_credentials.ts";
import { locateArtifacts, mlflowS3Credentials } from "../../lib/tracking/artifact_location.ts";
import { artifactsBelow } from "../../lib/tracking/portable/read_mlruns.ts";
import { textOf, utf8 } from "../support/store_content.ts";

Deno.test("mlflowS3Credentials() reads what MLflow's own clients read of S3", () => {
  const words = mlflowS3Credentials(variables({
    MLFLOW_S3_ENDPOINT_URL: "http://127.0.0.1:9000",
    MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: "path",
    MLFLOW_S3_UPLOAD_EXTRA_ARGS: '{"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "key-1"}',
    MLFLOW_S3_IGNORE_TLS: "false",
  }));

  assert.ok(Object.values(words ?? {}).every(isSecret));
  assert.deepEqual(parseS3Credentials(words ?? {}), {
    endpoint: "http://127.0.0.1:9000",
    pathStyle: true,
    encryption: { kind: "aws:kms", keyId: "key-1" },
  });
  assert.equal(mlflowS3Credentials(variables({})), undefined);
});

Deno.test("mlflowS3Credentials() refuses to trust whoever answers, and what is no map", () => {
  for (
    const [name, value] of [["MLFLOW_S3_IGNORE_TLS", "true"], [
      "MLFLOW_S3_UPLOAD_EXTRA_ARGS",
      "hunter2",
    ]] as const
  ) {
    assert.throws(() => mlflowS3Credentials(variables({ [name]: value })), (error) => {
      assert.ok(error instanceof TypeError && error.message.includes(name));
      assert.ok(!error.message.includes("hunter2"));
      return true;
    });
  }
});

Deno.test("locateArtifacts() takes folders of this machine and URLs of S3", () => {
  const store = memoryStore();
  const asked: string[] = [];
  const resolve = (url: string) => {
    asked.push(url);
    return { store, key: "runs" };
  };

  const folder = locateArtifacts("file:///srv/runs", resolve);

  assert.deepEqual([folder.store.root, folder.key], ["file:///srv/runs/", ""]);
  assert.equal(locateArtifacts("s3://bucket/runs", resolve).store, store);
  assert.deepEqual(asked, ["s3://bucket/runs"]);
});

Deno.test("artifactsBelow() gives the objects below a key, and no others", async () => {
  const store = memoryStore();
  for (const key of ["run/a.txt", "run/b/c.txt", "running/x"]) await store.write(key, utf8(key));

  const artifacts = await artifactsBelow({ store, key: "run" });

  assert.deepEqual(artifacts.map(({ path }) => path), ["a.txt", "b/c.txt"]);
  assert.equal(
    await new Response(await artifacts[1]?.open() as ReadableStream<Uint8Array<ArrayBuffer>>).text(),
    "run/b/c.txt",
  );
  assert.equal(await textOf(store, "run/a.txt"), "run/a.txt");
});

function variables(values: Readonly<Record<string, string>>): (name: string) => string | undefined {
  return (name) => values[name];
}
