import assert from "node:assert/strict";
import { toBytes } from "../../../lib/core/bytes.ts";
import { s3Store } from "../../../lib/stores/s3/s3_store.ts";
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

testWithS3("s3Store() asks for encryption by its word on the wire", async () => {
  await using s3 = await withFaultyS3({ encryption: { kind: "AES256" } });

  await s3.store.write("small", bytesOf("x")).catch(() => {});

  assert.equal(s3.proxy.requests[0]?.headers["x-amz-server-side-encryption"], "AES256");
});
