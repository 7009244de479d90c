import assert from "node:assert/strict";
import { localStore } from "../../lib/stores/local_store.ts";
import { S3_LIMITS } from "../../lib/stores/s3/s3_limits.ts";
import { s3Store } from "../../lib/stores/s3/s3_store.ts";
import type { Store } from "../../lib/stores/store.ts";
import { byteStream } from "../support/bodies.ts";
import { sharedS3, testWithS3 } from "../support/s3.ts";
import { textOf, utf8 } from "../support/store_content.ts";
import { tempDir } from "../support/temp_dir.ts";

const ROUNDS = 50;
const WRITERS = 20;
const s3 = sharedS3();

Deno.test(`of ${WRITERS} writers that create one file, one wins, in each of ${ROUNDS} rounds`, async () => {
  await using dir = await tempDir();
  await race(localStore(dir.path));
});

testWithS3(
  `of ${WRITERS} writers that create one object in S3, one wins, in each of ${ROUNDS} rounds`,
  async () => {
    await using store = s3Store(await s3().makeBucket(), s3().options);
    await race(store);
  },
);

const LARGE_ROUNDS = 25;
testWithS3(
  `of 8 writers that create one large object in S3, one wins, in each of ${LARGE_ROUNDS} rounds`,
  async () => {
    const limits = { ...S3_LIMITS, mostCreatedWhole: 5 * 1024 * 1024 };
    const options = { ...s3().options, partSize: 5 * 1024 * 1024 };
    await using store = s3Store(await s3().makeBucket(), options, limits);
    for (let round = 0; round < LARGE_ROUNDS; round++) {
      const writes = Array.from({ length: 8 }, (_, writer) => {
        const bytes = new Uint8Array(6_000_000 + writer).fill(writer);
        return store.write("key", writer % 2 === 0 ? bytes : byteStream([bytes]), { ifAbsent: true });
      });

      const results = await Promise.allSettled(writes);

      const winners = results.flatMap(({ status }, writer) => status === "fulfilled" ? [writer] : []);
      assert.equal(winners.length, 1, `round ${round}`);
      assert.equal((await store.stat("key"))?.size, 6_000_000 + (winners[0] ?? NaN));
      await store.delete("key");
    }
    assert.deepEqual(await Array.fromAsync(store.leftovers?.list() ?? []), []);
  },
);

async function race(store: Store): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const key = `round ${round}`;
    const writes = Array.from(
      { length: WRITERS },
      (_, writer) => store.write(key, utf8(`writer ${writer}`), { ifAbsent: true }),
    );

    const results = await Promise.allSettled(writes);

    const winners = results.flatMap(({ status }, writer) => status === "fulfilled" ? [writer] : []);
    assert.equal(winners.length, 1, key);
    assert.equal(await textOf(store, key), `writer ${winners[0]}`);
    const kinds = results.flatMap((result) => result.status === "rejected" ? [result.reason.kind] : []);
    assert.deepEqual(kinds, Array(WRITERS - 1).fill("conflict"));
  }
}
