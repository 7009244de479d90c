import assert from "node:assert/strict";
import { s3Store } from "../../../lib/stores/s3/s3_store.ts";
import { ROOT } from "../../../tasks/process.ts";
import { type FaultProxy, faultProxy } from "../../support/fault_proxy.ts";
import { sharedS3, testWithS3 } from "../../support/s3.ts";
import { kedgeWithS3, s3Environment } from "../../support/s3_environment.ts";
import { keysOf } from "../../support/store_content.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

// The large file is in the middle of its upload, which is certain: the third part does not get through.

const s3 = sharedS3();
const CASES = [
  { signal: "SIGINT", code: 130, leftovers: 0 },
  { signal: "SIGTERM", code: 143, leftovers: 0 },
  { signal: "SIGKILL", code: 137, leftovers: 1 },
] as const;

for (const { signal, code, leftovers } of CASES) {
  testWithS3(`kedge store cp that is stopped by ${signal} shows no part of a file, and goes on`, async () => {
    await using dir = await bigFolder();
    await using proxy = await faultProxy(s3().server.url);
    const bucket = await s3().makeBucket();
    await using store = s3Store(bucket, s3().options);
    const held = proxy.inject({ path: "partNumber=3" }, { kind: "hang" });

    const copying = startCopy(dir, proxy, bucket);
    await held.met;
    copying.kill(signal);
    const { code: found, stderr } = await copying.output();

    assert.equal(found, code);
    if (leftovers === 0) {
      const text = new TextDecoder().decode(stderr);
      assert.match(
        text,
        / {2}copied or there already: 1 of 2 objects; the same command with --update goes on\n {2}stopped\n$/,
      );
    }
    assert.deepEqual(await keysOf(store), ["data/small"]);
    assert.equal((await Array.fromAsync(store.leftovers?.list() ?? [])).length, leftovers);
    await kedgeWithS3(s3(), dir.path, ["store", "gc", bucket, "--older-than", "0s", "--yes"]);
    assert.deepEqual(await Array.fromAsync(store.leftovers?.list() ?? []), []);
    const args = ["store", "cp", "-r", "data", `${bucket}/data`, "--update", "--json"];
    const { copied, skipped } = JSON.parse((await kedgeWithS3(s3(), dir.path, args)).stdout);
    assert.deepEqual([copied, skipped], [1, 1]);
    assert.equal((await store.stat("data/large"))?.size, 40 * 1024 * 1024);
  });
}

const WAITING = [
  ["ls", "BUCKET"],
  ["stat", "BUCKET/a"],
  ["rm", "BUCKET/a"],
  ["gc", "BUCKET"],
  ["cp", "BUCKET/a", "a"],
  ["ls", "SERVER/folder/"],
];

for (const [command = "", ...places] of WAITING) {
  testWithS3(
    `kedge store ${command} ${places[0]} does not wait for a server that hangs when it is stopped`,
    async () => {
      await using dir = await tempDir();
      await using proxy = await faultProxy(s3().server.url);
      const bucket = await s3().makeBucket();
      const asked = proxy.inject({ times: Infinity }, { kind: "hang" });

      const args = places.map((place) => place.replace("BUCKET", bucket).replace("SERVER", proxy.url));
      const child = start(dir, proxy, [command, ...args]);
      await asked.met;
      child.kill("SIGINT");
      const { code, stderr } = await child.output();

      assert.deepEqual([code, new TextDecoder().decode(stderr)], [130, "  stopped\n"]);
      assert.equal(proxy.requests.length, 1);
    },
  );
}

async function bigFolder(): Promise<TempDir> {
  const dir = await tempDir();
  await dir.write({ "data/small": "small" });
  await Deno.writeFile(dir.join("data/large"), new Uint8Array(40 * 1024 * 1024).fill(7));
  return dir;
}

function startCopy(dir: TempDir, proxy: FaultProxy, bucket: string): Deno.ChildProcess {
  return start(dir, proxy, ["cp", "-r", "data", `${bucket}/data`]);
}

function start(dir: TempDir, proxy: FaultProxy, args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `${ROOT}cli/main.ts`, "store", ...args],
    cwd: dir.path,
    env: { ...s3Environment(s3()), AWS_ENDPOINT_URL: proxy.url, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}
