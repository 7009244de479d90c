import assert from "node:assert/strict";
import { runCli } from "../../../cli/run_cli.ts";
import { EMPTY_PROJECT } from "../../support/empty_project.ts";
import { type FakeCli, fakeCli } from "../../support/fake_cli.ts";
import { sendCommand, sharedS3, testWithS3 } from "../../support/s3.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

const s3 = sharedS3();

testWithS3("kedge store copies a folder to S3 and back, and what differs", async () => {
  await using dir = await project();
  const bucket = await s3().makeBucket();

  const up = await type(dir.path, ["cp", "-r", "data", `${bucket}/copy/of data`]);
  await dir.write({ "data/ä b.txt": "longer" });
  const update = await type(dir.path, ["cp", "-r", "data", `${bucket}/copy/of data`, "--update", "--json"]);
  const listed = await type(dir.path, ["ls", `${bucket}/copy`]);
  const down = await type(dir.path, ["cp", "-r", `${bucket}/copy/of data/`, "back"]);

  assert.match(
    up.stdout(),
    /^ {2}copied 2 objects, 7 B to s3:\/\/bucket-\d+\/copy\/of data in /,
    up.stderr(),
  );
  const { copied, skipped } = JSON.parse(update.stdout());
  assert.deepEqual([copied, skipped], [1, 1]);
  assert.match(listed.stdout(), / of data\/\n {2}1 folder\n$/);
  assert.equal(down.code, 0, down.stderr());
  assert.equal(await Deno.readTextFile(dir.join("back/ä b.txt")), "longer");
  assert.equal(await Deno.readTextFile(dir.join("back/raw/b")), "bbbb");
});

testWithS3(
  "kedge store cp tells which objects cannot be files beside each other, and writes none",
  async () => {
    await using dir = await project();
    const bucket = await s3().makeBucket();
    for (const key of ["0", "a", "a/b", "c"]) {
      await type(dir.path, [
        "cp",
        "data/raw/b",
        `${bucket}/x/${key}`,
      ]);
    }

    const { code, stderr } = await type(dir.path, ["cp", "-r", `${bucket}/x`, "back"]);

    assert.equal(code, 2);
    assert.match(stderr(), /nothing is written:\n +"[^"]*a": a file, and a folder for "[^"]*a\/b"\n$/);
    await assert.rejects(Deno.lstat(dir.join("back")), Deno.errors.NotFound);
  },
);

testWithS3("kedge store copies within a bucket, shows and removes objects", async () => {
  await using dir = await project();
  const bucket = await s3().makeBucket();
  await type(dir.path, ["cp", "data/raw/b", `${bucket}/x/`]);

  const copied = await type(dir.path, ["cp", `${bucket}/x/b`, `${bucket}/y/c`]);
  const shown = await type(dir.path, ["stat", `${bucket}/y/c`, "--json"]);
  const removed = await type(dir.path, ["rm", `${bucket}/x/b`]);
  const left = await type(dir.path, ["ls", "-r", bucket, "--json"]);

  assert.deepEqual([copied.code, removed.code], [0, 0], copied.stderr());
  const { uri, size, sha256 } = JSON.parse(shown.stdout());
  assert.deepEqual([uri, size, sha256.length], [`${bucket}/y/c`, 4, 64]);
  assert.deepEqual(JSON.parse(left.stdout()).entries.map(({ name }: { name: string }) => name), ["y/c"]);
});

testWithS3("kedge store gc finds uploads that never ended, and removes them when told to", async () => {
  await using dir = await project();
  const bucket = await s3().makeBucket();
  const Bucket = bucket.replace("s3://", "");
  const { UploadId } = await sendCommand("CreateMultipartUpload", { Bucket, Key: "data/big" }, s3().options);
  const part = { Bucket, Key: "data/big", UploadId, PartNumber: 1, Body: new Uint8Array(1000) };
  await sendCommand("UploadPart", part, s3().options);
  const tomorrow = Date.now() + 2 * 86_400_000;

  const young = await type(dir.path, ["gc", bucket]);
  const told = await type(dir.path, ["gc", `${bucket}/data`], tomorrow);
  const done = await type(dir.path, ["gc", bucket, "--yes"], tomorrow);
  const again = await type(dir.path, ["gc", bucket], tomorrow);

  assert.match(young.stdout(), /^ {2}Nothing is left at s3:\/\/bucket-\d+\/ of what/, young.stderr());
  assert.match(told.stdout(), /data\/big\n {2}would remove 1 leftover/);
  assert.match(done.stdout(), / {2}removed 1 leftover/);
  assert.match(again.stdout(), /Nothing is left/);
  const { Uploads = [] } = await sendCommand("ListMultipartUploads", { Bucket }, s3().options);
  assert.deepEqual(Uploads, []);
});

testWithS3("kedge store says what is wrong with a place in S3, without showing a secret", async () => {
  await using dir = await project();
  const bucket = await s3().makeBucket();
  const { url, secretAccessKey } = s3().server;

  const cases = [
    [["stat", `${bucket}/none`], `Nothing is at "${bucket}/none"`],
    [["cp", `${bucket}/none`, "x"], `Nothing is at "${bucket}/none"`],
    [["ls", "s3://no-such-bucket/"], /has no bucket "no-such-bucket"/],
    [["ls", `${bucket}/`, "--credentials", "wrong"], /^Cannot list "s3:\/\/bucket-\d+\/": .*secret/],
  ] as const;

  for (const [args, message] of cases) {
    const { code, stderr } = await type(dir.path, args);
    const told = stderr().replace(/^✗ /, "").trimEnd().replaceAll("\n  ", " ");
    assert.equal(code, 2, told);
    if (typeof message === "string") assert.equal(told, message);
    else assert.match(told, message);
    assert.ok(!told.includes(secretAccessKey) && !told.includes("hunter2"), `${url}: ${told}`);
  }
});

async function project(): Promise<TempDir> {
  const dir = await tempDir();
  const { endpoint, accessKeyId, secretAccessKey } = s3().options;
  const server = `  client_kwargs: { endpoint_url: "${endpoint}", region_name: us-east-1 }\n`;
  await dir.write({
    "kedge.ts": EMPTY_PROJECT,
    "conf/base/catalog.yml": "",
    "conf/local/credentials.yml": `right:\n  key: ${accessKeyId}\n  secret: ${secretAccessKey}\n${server}` +
      `wrong:\n  key: ${accessKeyId}\n  secret: hunter2\n${server}`,
    "data/ä b.txt": "aaa",
    "data/raw/b": "bbbb",
  });
  return dir;
}

async function type(
  cwd: string,
  args: readonly string[],
  now?: number,
): Promise<FakeCli & { readonly code: number }> {
  const credentials = args.includes("--credentials") ? [] : ["--credentials", "right"];
  const cli = fakeCli({
    cwd,
    args: ["store", ...args, ...credentials],
    env: { KEDGE_COMMAND: "deno task kedge" },
  });
  const context = now === undefined ? cli.context : { ...cli.context, now: () => now };
  return { ...cli, code: await runCli(context) };
}
