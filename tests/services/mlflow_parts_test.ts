import assert from "node:assert/strict";
import { s3Store } from "../../lib/stores/s3/s3_store.ts";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { sync } from "../../lib/tracking/replication/sync.ts";
import { logArtifact, logMetric, logModel, withRun } from "../../mod.ts";
import { faultProxy } from "../support/fault_proxy.ts";
import { dumpMlflow } from "../support/mlflow_dump.ts";
import {
  type MlflowServer,
  type MlflowServerOptions,
  startMlflow,
  testWithMlflow,
} from "../support/mlflow_server.ts";
import { sharedS3, SKIPS_S3 } from "../support/s3.ts";
import { s3Environment } from "../support/s3_environment.ts";
import { assertSameOnServer } from "../support/same_on_server.ts";
import { tempDir } from "../support/temp_dir.ts";
import { walkFiles } from "../support/walk_files.ts";

const s3 = sharedS3();
const HELLO = new TextEncoder().encode("hello");

if (!SKIPS_S3) {
  testWithMlflow("artifacts go in parts to the storage behind a server that passes none on", async () => {
    const bucket = await s3().makeBucket();
    await using server = await startBefore(bucket, { args: ["--artifacts-presigned-only"] });
    await using dir = await tempDir();
    const runId = await withRun({ directory: dir.path, trackingUri: null }, async (run) => {
      logMetric("loss", 1);
      await logArtifact(HELLO, "notes/été 1.txt");
      await logArtifact(new Uint8Array(), "empty");
      await logArtifact(new Uint8Array(25 << 20).map((_, i) => i >> 12), "large.bin");
      await logModel({ weights: [1] }, { name: "linear" });
      return run.id;
    });
    await using store = openEmbeddedStore(dir.path);

    const { unfinished, reason } = await sync(store, { uri: server.url, runs: [runId] });

    assert.deepEqual([unfinished, reason], [[], undefined]);
    await assertSameOnServer(store, await dumpMlflow(server));
  });

  testWithMlflow(
    "an artifact that is too large for what stands before a server goes past both, in parts",
    async () => {
      const bucket = await s3().makeBucket();
      await using server = await startBefore(bucket, {
        env: { MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD: "true" },
      });
      await using proxy = await faultProxy(server.url);
      proxy.inject({ method: "PUT" }, { kind: "status", status: 413, body: "<html>Too large</html>" });
      await using dir = await tempDir();
      const runId = await withRun({ directory: dir.path, trackingUri: null }, async (run) => {
        await logArtifact(HELLO, "note.txt");
        return run.id;
      });
      await using store = openEmbeddedStore(dir.path);

      const { unfinished, reason } = await sync(store, { uri: proxy.url, runs: [runId] });

      assert.deepEqual([unfinished, reason], [[], undefined]);
      assert.equal(proxy.requests.filter(({ method }) => method === "PUT").length, 1);
      await assertSameOnServer(store, await dumpMlflow(server));
    },
  );

  testWithMlflow(
    "a file that changes while it is sent in parts is refused, and leaves none of them",
    async () => {
      const bucket = await s3().makeBucket();
      await using server = await startBefore(bucket, { args: ["--artifacts-presigned-only"] });
      await using dir = await tempDir();
      const runId = await withRun({ directory: dir.path, trackingUri: null }, async (run) => {
        await logArtifact(HELLO, "note.txt");
        return run.id;
      });
      const path = (await walkFiles(dir.path)).find((path) => path.endsWith("note.txt")) ?? "";
      await Deno.writeFile(path, new Uint8Array(11 << 20));
      await using store = openEmbeddedStore(dir.path);

      const { unfinished } = await sync(store, { uri: server.url, runs: [runId] });

      assert.deepEqual(unfinished[0]?.refused.map(({ key, reason }) => [key, reason]), [
        ["note.txt", "it changed while it was sent"],
      ]);
      await using storage = s3Store(bucket, s3().options);
      assert.deepEqual(await Array.fromAsync(storage.leftovers?.list() ?? []), []);
    },
  );
}

/** A server that keeps its artifacts in a bucket. */
function startBefore(bucket: string, { args = [], env = {} }: MlflowServerOptions): Promise<MlflowServer> {
  const { AWS_ENDPOINT_URL: endpoint = "", AWS_REGION: region = "", ...keys } = s3Environment(s3());
  return startMlflow({
    args: ["--artifacts-destination", `${bucket}/mlflow`, ...args],
    env: { ...keys, AWS_DEFAULT_REGION: region, MLFLOW_S3_ENDPOINT_URL: endpoint, ...env },
  });
}
