import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { s3Store } from "../../lib/stores/s3/s3_store.ts";
import { ROOT } from "../../tasks/process.ts";
import { faultProxy } from "../support/fault_proxy.ts";
import { sharedS3, testWithS3 } from "../support/s3.ts";
import { s3Environment } from "../support/s3_environment.ts";
import { textOf, utf8 } from "../support/store_content.ts";
import { tempDir } from "../support/temp_dir.ts";

const s3 = sharedS3();

for (const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  testWithS3(
    `kedge run gives up what it is saving to S3 on ${signal}, and keeps what was there`,
    async () => {
      const bucket = await s3().makeBucket();
      await using store = s3Store(bucket, s3().options);
      await store.write("large.bin", utf8("old"));
      await using proxy = await faultProxy(s3().server.url);
      await using dir = await tempDir();
      await dir.write({
        "kedge.ts": `
import { defineProject, node, pipeline } from ${JSON.stringify(pathToFileURL(`${ROOT}mod.ts`).href)};
const make = node({ name: "make", inputs: [], outputs: "large", run: () => new Uint8Array(13 * 1024 * 1024) });
export default defineProject({ name: "large", pipelines: { __default__: pipeline([make]) } });
`,
        "conf/base/catalog.yml": `large: {type: bytes, filepath: ${bucket}/large.bin}\n`,
      });
      const { met } = proxy.inject({ method: "PUT", path: "partNumber=2" }, { kind: "hang" });

      const child = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", `${ROOT}cli/main.ts`, "run"],
        cwd: dir.path,
        env: { ...s3Environment(s3()), AWS_ENDPOINT_URL: proxy.url },
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).spawn();
      await met;
      child.kill(signal);
      const { code } = await child.status;

      assert.equal(code, exitCode);
      assert.equal(await textOf(store, "large.bin"), "old");
      assert.deepEqual(await Array.fromAsync(store.leftovers?.list() ?? []), []);
    },
  );
}
