import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import { secret } from "../../../lib/core/secret.ts";
import { toBytes } from "../../../lib/core/bytes.ts";
import { S3_LIMITS } from "../../../lib/stores/s3/s3_limits.ts";
import { s3Store } from "../../../lib/stores/s3/s3_store.ts";
import { byteStream } from "../../support/bodies.ts";
import { sendCommand, testWithS3 } from "../../support/s3.ts";
import { textOf } from "../../support/store_content.ts";
import { bytesOf, LARGE, withFaultyS3 } from "./faulty_s3.ts";

testWithS3("s3Store() has the server encrypt what it writes, with the key that is named", async () => {
  await using s3 = await withFaultyS3();
  const encryption = { kind: "aws:kms", keyId: "test-key" } as const;
  await using store = s3Store(s3.store.root, { ...s3.options, encryption });
  const Bucket = new URL(s3.store.root).host;

  await store.write("small", bytesOf("secret"));
  await store.write("large", LARGE);
  await store.write("new", bytesOf("secret"), { ifAbsent: true });
  await store.copy("small", "copy");

  for (const Key of ["small", "large", "new", "copy"]) {
    const { ServerSideEncryption, SSEKMSKeyId } = await sendCommand(
      "HeadObject",
      { Bucket, Key },
      s3.options,
    );
    assert.deepEqual([ServerSideEncryption, SSEKMSKeyId], ["aws:kms", "test-key"], Key);
  }
  assert.equal(await textOf(store, "copy"), "secret");
  assert.equal((await toBytes(await store.read("large"))).length, LARGE.length);
});

testWithS3("s3Store() says so when the server does not know the key of the encryption", async () => {
  await using s3 = await withFaultyS3();
  const encryption = { kind: "aws:kms", keyId: "no-such-key" } as const;
  await using store = s3Store(s3.store.root, { ...s3.options, encryption });

  await assert.rejects(() => store.write("small", bytesOf("secret")), { name: "StoreError" });
  assert.equal(await store.stat("small"), undefined);
});

testWithS3("s3Store() brings a key of its own with every request, and reads with no other", async () => {
  await using s3 = await withFaultyS3();
  const key = secret(crypto.getRandomValues(new Uint8Array(32)).toBase64());
  const limits = { ...S3_LIMITS, mostCreatedWhole: 5 * 1024 * 1024, mostAtOnce: 12 * 1024 * 1024 };
  await using store = s3Store(
    s3.store.root,
    { ...s3.options, encryption: { kind: "customer", key } },
    limits,
  );
  const otherKey = "another key that has 32 bytes, xx";
  await using other = s3Store(s3.store.root, {
    ...s3.options,
    encryption: { kind: "customer", key: otherKey.slice(0, 32) },
  });

  await store.write("small", bytesOf("secret"));
  await store.write("large", LARGE);
  await store.write("created", bytesOf("secret"), { ifAbsent: true });
  await store.write("created large", byteStream([LARGE]), { ifAbsent: true });
  await store.copy("small", "copy");
  await store.copy("large", "large copy");

  for (const small of ["small", "created", "copy"]) {
    assert.equal(await textOf(store, small), "secret");
    assert.equal(await textOf(store, small, { start: 2, end: 4 }), "cr");
  }
  for (const large of ["large", "created large", "large copy"]) {
    assert.equal(Buffer.compare(await toBytes(await store.read(large)), LARGE), 0, large);
  }
  assert.equal((await store.stat("large"))?.size, LARGE.length);
  for (const wrong of [other, s3.direct]) {
    const error = await wrong.read("small").catch((error: unknown) => error);
    assert.ok(error instanceof Error && error.name === "StoreError", String(error));
    assert.doesNotMatch(
      Deno.inspect(error),
      new RegExp(`${otherKey.slice(0, 32)}|${btoa(otherKey.slice(0, 32))}`),
    );
  }
});

testWithS3("s3Store() tells what is encrypted with another key from what is not there", async () => {
  await using s3 = await withFaultyS3();
  const limits = { ...S3_LIMITS, mostCreatedWhole: 5 * 1024 * 1024 };
  const openWith = (sign: string) =>
    s3Store(s3.store.root, { ...s3.options, encryption: { kind: "customer", key: sign.repeat(32) } }, limits);
  await using store = openWith("a");
  await using other = openWith("b");
  await store.write("key", bytesOf("secret"));

  for (const wrong of [other, s3.direct]) {
    for (const look of [() => wrong.read("key"), () => wrong.stat("key"), () => wrong.copy("key", "copy")]) {
      await assert.rejects(look, { name: "StoreError", kind: "denied", message: /; check `customer_key`$/ });
    }
    for (const body of [() => bytesOf("mine"), () => byteStream([LARGE])]) {
      await assert.rejects(() => wrong.write("key", body(), { ifAbsent: true }), {
        name: "StoreError",
        kind: "conflict",
        message: /^Cannot create ".*key": it exists already$/,
      });
    }
  }
  assert.equal(await textOf(store, "key"), "secret");
});

Deno.test("s3Store() refuses a key of encryption that has another length, without showing it", () => {
  for (const key of ["hunter2", "", btoa("hunter2")]) {
    assert.throws(() => s3Store("s3://bucket", { encryption: { kind: "customer", key } }), (error) => {
      assert.match(
        String(error),
        /^TypeError: Cannot use the key of encryption of S3: it must have 32 bytes/,
      );
      assert.doesNotMatch(String(error), /hunter2/);
      return true;
    });
  }
});

testWithS3("s3Store() asks for encryption by its word on the wire", async () => {
  await using s3 = await withFaultyS3({ encryption: { kind: "AES256" } });

  await s3.store.write("small", bytesOf("x")).catch(() => {});

  assert.equal(s3.proxy.requests[0]?.headers["x-amz-server-side-encryption"], "AES256");
});
