import assert from "node:assert/strict";
import { toBytes } from "../../lib/core/bytes.ts";
import { memoryStore } from "../../lib/stores/memory_store.ts";
import { s3Store } from "../../lib/stores/s3/s3_store.ts";
import type { Store } from "../../lib/stores/store.ts";
import { copyTree } from "../../lib/stores/transfer/copy_tree.ts";
import { removeLeftovers } from "../../lib/stores/transfer/remove_leftovers.ts";
import { type FaultProxy, faultProxy } from "../support/fault_proxy.ts";
import { type ProxyFault, SLOW_DOWN } from "../support/fault_proxy/fault.ts";
import { chooseSeed, seededRandom } from "../support/random.ts";
import { sharedS3, testWithS3 } from "../support/s3.ts";
import { keysOf } from "../support/store_content.ts";

const ROUNDS = 25;
const s3 = sharedS3();

testWithS3(`${ROUNDS} copies to S3 and back under random faults end whole, or go on`, async () => {
  const seed = chooseSeed();
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  await using proxy = await faultProxy(s3().server.url);
  let failed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await using store = s3Store(await s3().makeBucket(), {
      ...s3().options,
      endpoint: proxy.url,
      timeout: 1000,
      attempts: 3,
    });
    const [from, back] = [await fill(memoryStore(`from ${round}`), random), memoryStore(`back ${round}`)];
    for (const [source, target] of [[from, store], [store, back]] as const) {
      injectSome(proxy, random);
      for (let isDone = false; !isDone;) {
        isDone = await copyTree({ store: source, prefix: "" }, { store: target, prefix: "" }, {
          update: true,
        })
          .then(() => true, () => false);
        if (!isDone) failed += 1;
        proxy.clear();
        for (const key of await keysOf(target)) await assertSame(from, target, key);
      }
    }
    assert.deepEqual(await keysOf(back), await keysOf(from));
    await removeLeftovers({ store, prefix: "" });
    assert.deepEqual(await Array.fromAsync(store.leftovers?.list() ?? []), []);
  }
  console.log(`${failed} copies failed and went on`);
});

async function fill(store: Store, random: () => number): Promise<Store> {
  for (let index = 0; index < 6; index++) {
    const size = Math.floor(random() ** 6 * 20_000_000);
    await store.write(`folder/${index}`, new Uint8Array(size).fill(Math.floor(random() * 256)));
  }
  return store;
}

function injectSome(proxy: FaultProxy, random: () => number): void {
  const choose = (most: number): number => Math.floor(random() * most);
  const faults: readonly (() => ProxyFault)[] = [
    () => ({ kind: "reset" }),
    () => ({ kind: "reset", after: choose(1_000_000) }),
    () => ({ kind: "lose-answer" }),
    () => ({ kind: "cut", after: choose(100_000) }),
    () => ({ kind: "stall", after: choose(100_000) }),
    () => ({ kind: "hang" }),
    () => ({ kind: "status", status: [500, 502, 503, 429][choose(4)] ?? 500 }),
    () => SLOW_DOWN,
    () => ({ kind: "corrupt", at: choose(1000), of: random() < 0.5 ? "request" : "answer" }),
  ];
  for (let count = 1 + choose(4); count > 0; count--) {
    const fault = faults[choose(faults.length)]?.() ?? SLOW_DOWN;
    // A corrupted answer that is XML breaks in ways of its own: only objects are met.
    const path = fault.kind === "corrupt" ? /folder\/\d/ : "";
    proxy.inject({ path, nth: 1 + choose(12), times: 1 + choose(3) }, fault);
  }
}

async function assertSame(from: Store, to: Store, key: string): Promise<void> {
  const [wanted, found] = await Promise.all(
    [from, to].map(async (store) => await toBytes(await store.read(key))),
  );
  assert.equal(found?.length, wanted?.length, key);
  assert.ok(found?.every((byte, index) => byte === wanted?.[index]), key);
}
