import assert from "node:assert/strict";
import { toBytes } from "../../../lib/core/bytes.ts";
import { S3_LIMITS } from "../../../lib/stores/s3/s3_limits.ts";
import { s3Store } from "../../../lib/stores/s3/s3_store.ts";
import { sendCommand, testWithS3 } from "../../support/s3.ts";
import { keysOf } from "../../support/store_content.ts";
import { bytesOf, LARGE, leftoversOf, withFaultyS3 } from "./faulty_s3.ts";

/** One request copies no more than 5 MiB, so that LARGE needs three. */
const LIMITS = { ...S3_LIMITS, mostAtOnce: 5 * 1024 * 1024 };
const PART = { method: "PUT", path: "partNumber=2" };

testWithS3("s3Store() copies on the server what is too large for one request, in parts", async () => {
  await using s3 = await withFaultyS3({}, LIMITS);
  const Bucket = new URL(s3.store.root).host;
  const foreign = { Bucket, Key: "a b/ü+", ContentType: "text/csv", Metadata: { owner: "ada" } };
  await sendCommand("PutObject", { ...foreign, Body: LARGE }, s3.options);
  s3.proxy.clear();

  const copied = await s3.store.copy("a b/ü+", "copies/ü");

  assert.deepEqual(s3.proxy.requests.map(({ method, bodySize }) => [method, bodySize > 10_000]), [
    ["HEAD", false],
    ["POST", false],
    ...Array(3).fill(["PUT", false]),
    ["HEAD", false],
    ["POST", false],
  ]);
  assert.deepEqual([copied.key, copied.size], ["copies/ü", LARGE.length]);
  assert.equal((await s3.store.stat("copies/ü"))?.etag, copied.etag);
  await s3.holds("copies/ü", LARGE);
  const head = await sendCommand("HeadObject", { Bucket, Key: "copies/ü" }, s3.options);
  assert.equal(head["ContentType"], "text/csv");
  assert.equal((head["Metadata"] as Record<string, string>)["owner"], "ada");
});

testWithS3(
  "s3Store() copies by reading where a server does not find what it is to copy in parts",
  async () => {
    await using s3 = await withFaultyS3({}, LIMITS);
    // Ceph 16 unescapes the name of the source twice.
    await s3.store.write("ü%41", LARGE);

    await s3.store.copy("ü%41", "copy");

    await s3.holds("copy", LARGE);
    assert.deepEqual(await leftoversOf(s3.store), []);
  },
);

testWithS3("s3Store() checks what it reads of a copy in parts as it does of its source", async () => {
  await using s3 = await withFaultyS3({ partSize: 6 * 1024 * 1024, attempts: 1 }, LIMITS);
  await s3.store.write("key", LARGE);
  await s3.store.copy("key", "copy");

  await s3.holds("copy", LARGE);
  s3.proxy.inject({ method: "GET", path: "/copy" }, { kind: "corrupt", at: 11_000_000, of: "answer" });
  await assert.rejects(async () => await toBytes(await s3.store.read("copy")), {
    name: "StoreError",
    kind: "corrupt",
  });
});

for (
  const [name, match, kind] of [
    ["a part that is reset", PART, "reset"],
    ["a part whose answer is lost", PART, "lose-answer"],
    ["a join whose answer is lost", { method: "POST", path: "uploadId" }, "lose-answer"],
  ] as const
) {
  testWithS3(`s3Store() copies in parts whole or not at all through ${name}`, async () => {
    await using s3 = await withFaultyS3({}, LIMITS);
    await s3.store.write("key", LARGE);
    await s3.store.write("copy", bytesOf("old"));
    s3.proxy.clear();
    s3.proxy.inject(match, { kind });

    await s3.store.copy("key", "copy");

    await s3.holds("copy", LARGE);
    assert.deepEqual(await leftoversOf(s3.store), []);
  });
}

testWithS3("s3Store() copies parts of one version only, and leaves nothing of two", async () => {
  await using s3 = await withFaultyS3({ concurrency: 1 }, LIMITS);
  await using other = s3Store(s3.store.root, s3.options);
  await s3.store.write("key", LARGE);
  s3.proxy.clear();
  const changed = Promise.withResolvers<void>();
  const { met } = s3.proxy.inject(PART, { kind: "hold", until: changed.promise });

  const copying = s3.store.copy("key", "copy");
  await met;
  await other.write("key", LARGE.slice().fill(1));
  changed.resolve();

  await assert.rejects(() => copying, {
    name: "StoreError",
    kind: "conflict",
    message: /^Cannot read ".*\/key": it has changed/,
  });
  assert.deepEqual(await keysOf(s3.store), ["key"]);
  assert.deepEqual(await leftoversOf(s3.store), []);
});

testWithS3(
  "s3Store() leaves nothing of a copy in parts that is stopped, even while the server begins it",
  async () => {
    for (const match of [{ method: "POST", path: "uploads" }, PART]) {
      await using s3 = await withFaultyS3({}, LIMITS);
      await s3.store.write("key", LARGE);
      s3.proxy.clear();
      const [controller, reason, stopped] = [
        new AbortController(),
        new Error("Enough"),
        Promise.withResolvers<void>(),
      ];
      const { met } = s3.proxy.inject(match, { kind: "hold", until: stopped.promise });

      const copying = s3.store.copy("key", "copy", { signal: controller.signal });
      await met;
      controller.abort(reason);
      stopped.resolve();

      await assert.rejects(() => copying, reason);
      assert.deepEqual([await keysOf(s3.store), await leftoversOf(s3.store)], [["key"], []]);
    }
  },
);

testWithS3("s3Store() gives a copy in parts up when the server stays away", async () => {
  await using s3 = await withFaultyS3({ attempts: 2 }, LIMITS);
  await s3.store.write("key", LARGE);
  s3.proxy.clear();
  s3.proxy.inject({ ...PART, times: Infinity }, { kind: "status", status: 500 });

  await assert.rejects(() => s3.store.copy("key", "copy"), { name: "StoreError", kind: "unavailable" });

  assert.deepEqual([await keysOf(s3.store), await leftoversOf(s3.store)], [["key"], []]);
});
