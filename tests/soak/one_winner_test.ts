import assert from "node:assert/strict";
import { localStore } from "../../lib/stores/local_store.ts";
import { s3Store } from "../../lib/stores/s3/s3_store.ts";
import type { Store } from "../../lib/stores/store.ts";
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
