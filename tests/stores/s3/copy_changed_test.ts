import assert from "node:assert/strict";
import { testWithS3 } from "../../support/s3.ts";
import { bytesOf, LARGE, withFaultyS3 } from "./faulty_s3.ts";

testWithS3(
  "s3Store() tells of a copy what it is, also when the source changes after a look at it",
  async () => {
    await using s3 = await withFaultyS3();
    await s3.direct.write("from", bytesOf("old"));
    const { promise: until, resolve: goOn } = Promise.withResolvers<void>();
    const { met } = s3.proxy.inject({ method: "PUT" }, { kind: "hold", until });

    const copying = s3.store.copy("from", "to");
    const request = await met;
    await s3.direct.write("from", bytesOf("new and longer"));
    goOn();

    assert.deepEqual(await copying, await s3.direct.stat("to"));
    // Servers that mind the condition refuse it; Ceph 16 does not.
    assert.match(request.headers["x-amz-copy-source-if-match"] ?? "", /^"[0-9a-f]{32}"$/);
  },
);

testWithS3(
  "s3Store() takes a copy that the server refuses, as the source has changed, for a conflict",
  async () => {
    await using s3 = await withFaultyS3();
    await s3.direct.write("from", bytesOf("old"));
    s3.proxy.inject({ method: "PUT" }, { kind: "status", status: 412 });

    const copying = s3.store.copy("from", "to");

    await assert.rejects(() => copying, { name: "StoreError", kind: "conflict", uri: s3.store.uri("from") });
  },
);

testWithS3("s3Store() tells size and ETag of a copy of what came in parts", async () => {
  await using s3 = await withFaultyS3();
  await s3.direct.write("from", LARGE);

  const copied = await s3.store.copy("from", "to");

  assert.deepEqual(copied, await s3.direct.stat("to"));
});
