import assert from "node:assert/strict";
import { S3_LIMITS } from "../../../lib/stores/s3/s3_limits.ts";
import { byteStream } from "../../support/bodies.ts";
import { testWithS3 } from "../../support/s3.ts";
import { bytesOf, LARGE, withFaultyS3 } from "./faulty_s3.ts";

const MIB = 1024 * 1024;
/** What is created is large from 5 MiB on, and what is copied from 11. */
const LIMITS = { ...S3_LIMITS, mostCreatedWhole: 5 * MIB, mostAtOnce: 11 * MIB };

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

testWithS3(
  "s3Store() tells the version of what it writes and copies, and none where none are kept",
  async () => {
    await using s3 = await withFaultyS3({}, LIMITS);
    const { store } = s3;
    await s3.keepVersions();
    await store.write("small", bytesOf("old"));

    for (const status of ["Enabled", "Suspended"] as const) {
      await s3.keepVersions(status);
      const [small, large] = [`${status}/small`, `${status}/large`];
      const written = [
        await store.write(small, bytesOf("old")),
        await store.write(large, LARGE),
        await store.write(`${status}/created`, byteStream([LARGE.subarray(0, 8 * MIB)]), { ifAbsent: true }),
        await store.copy(small, `${status}/copy of small`),
        await store.copy(large, `${status}/copy of large`),
        // One whose source has a version.
        await store.copy("small", `${status}/copy`),
      ];

      for (const info of written) {
        const { sha256: _, ...there } = await store.stat(info.key) ?? {};
        const { sha256: __, ...told } = info;
        assert.deepEqual(told, there, status);
        assert.equal(info.version !== undefined, status === "Enabled", info.key);
      }
    }
  },
);
