import assert from "node:assert/strict";
import { S3_LIMITS } from "../../../lib/stores/s3/s3_limits.ts";
import { s3Store } from "../../../lib/stores/s3/s3_store.ts";
import type { S3StoreOptions } from "../../../lib/stores/s3/s3_options.ts";
import { testStore } from "../../contract/store_contract.ts";
import { hasMoto, type MotoServer, startMoto } from "../../services/s3/moto_server.ts";
import { byteStream } from "../../support/bodies.ts";
import { faultProxy } from "../../support/fault_proxy.ts";
import { sendCommand } from "../../support/s3.ts";
import { textOf, utf8 } from "../../support/store_content.ts";

// Moto knows what the first server, an older Ceph, does not: conditions of uploads, quoted ETags in conditions of writes.
const isSkipped = !await hasMoto() && Deno.env.get("CI") === undefined;
const HINT = isSkipped ? " (skipped without Moto: deno task services install)" : "";

const MIB = 1024 * 1024;

let moto: MotoServer | undefined;
let buckets = 0;
Deno.test.beforeAll(async () => {
  if (!isSkipped) moto = await startMoto();
});
Deno.test.afterAll(async () => {
  await moto?.[Symbol.asyncDispose]();
});

if (!isSkipped) {
  testStore("s3Store() on Moto", async () => {
    const { bucket, options } = await makeBucket();
    const store = s3Store(bucket, options);
    return { store, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
  });
}

// As on AWS, by a condition on the request that joins parts.
Deno.test(
  `s3Store() does not put a large object over one that came meanwhile${HINT}`,
  { ignore: isSkipped },
  async () => {
    const { bucket, options } = await makeBucket();
    await using proxy = await faultProxy(options.endpoint ?? "");
    await using store = s3Store(bucket, { ...options, endpoint: proxy.url, conditionalUploads: true });
    await using other = s3Store(bucket, options);
    const written = Promise.withResolvers<void>();
    const { met } = proxy.inject({ method: "POST", path: "uploadId" }, {
      kind: "hold",
      until: written.promise,
    });

    const creating = store.write("key", byteStream([new Uint8Array(33 * 1024 * 1024)]), { ifAbsent: true });
    await met;
    await other.write("key", utf8("first"));
    written.resolve();

    await assert.rejects(() => creating, {
      name: "StoreError",
      kind: "conflict",
      message: /: it exists already$/,
    });
    assert.equal(await textOf(other, "key"), "first");
  },
);

Deno.test(
  `s3Store() lets one win of many that create a large object${HINT}`,
  { ignore: isSkipped },
  async () => {
    const { bucket, options } = await makeBucket();
    await using proxy = await faultProxy(options.endpoint ?? "");
    const limits = { ...S3_LIMITS, mostCreatedWhole: 5 * MIB };
    await using store = s3Store(bucket, { ...options, endpoint: proxy.url, partSize: 5 * MIB }, limits);

    for (let round = 0; round < 3; round++) {
      const key = `round ${round}`;
      proxy.clear();
      proxy.inject({ method: "POST", path: "uploadId", nth: 1 + round }, { kind: "lose-answer" });
      const writers = Array.from({ length: 5 }, async (_, index) => {
        await store.write(key, byteStream([new Uint8Array(11 * MIB).fill(index)]), { ifAbsent: true });
        return index;
      });
      const results = await Promise.allSettled(writers);

      const winners = results.flatMap((result) => result.status === "fulfilled" ? [result.value] : []);
      const kinds = results.flatMap((result) => result.status === "rejected" ? [result.reason.kind] : []);
      assert.deepEqual([winners.length, kinds], [1, Array(4).fill("conflict")], `round ${round}`);
      assert.equal(new Uint8Array(await new Response(await store.read(key)).bytes())[0], winners[0]);
    }
    assert.deepEqual(await Array.fromAsync(store.leftovers?.list() ?? []), []);
  },
);

async function makeBucket(): Promise<{ readonly bucket: string; readonly options: S3StoreOptions }> {
  assert.ok(moto !== undefined);
  const options = { endpoint: moto.url, region: "us-east-1", accessKeyId: "any", secretAccessKey: "any" };
  const bucket = `moto-${++buckets}`;
  await sendCommand("CreateBucket", { Bucket: bucket }, options);
  return { bucket: `s3://${bucket}`, options };
}
