import assert from "node:assert/strict";
import { s3Store } from "../../../lib/stores/s3/s3_store.ts";
import type { Store } from "../../../lib/stores/store.ts";
import { byteStream } from "../../support/bodies.ts";
import { toBytes } from "../../../lib/core/bytes.ts";
import { mapPool } from "../../../lib/core/pool.ts";
import { keysOf, namesIn } from "../../support/store_content.ts";
import { testWithS3 } from "../../support/s3.ts";
import { bytesOf, type FaultyS3, HUGE, LARGE, leftoversOf, SMALL, withFaultyS3 } from "./faulty_s3.ts";

/** What each operation costs, as the table in docs/s3.md has it: LARGE has three parts, HUGE seven. */
const COSTS:
  readonly (readonly [string, number, (s3: FaultyS3 & { readonly aws: Store }) => Promise<unknown>])[] = [
    ["read an object", 1, async ({ store }) => await toBytes(await store.read("small"))],
    ["read a large object", 1, async ({ store }) => await toBytes(await store.read("large"))],
    ["read a range", 1, async ({ store }) => await toBytes(await store.read("large", { start: 5, end: 9 }))],
    ["read no bytes", 1, async ({ store }) => await toBytes(await store.read("small", { start: 5, end: 5 }))],
    ["read what is missing", 1, async ({ store }) => await store.read("none").catch(() => {})],
    ["look at an object", 1, ({ store }) => store.stat("small")],
    ["compare an object that was sent in parts", 1, async ({ store }) => {
      assert.equal(
        await store.hasBytes?.("large", { open: () => Promise.resolve(byteStream([LARGE])) }),
        true,
      );
    }],
    ["look at what is missing", 1, ({ store }) => store.stat("none")],
    ["list up to 1,000 objects", 1, ({ store }) => keysOf(store, "many/0")],
    ["list 1,001 objects", 2, ({ store }) => keysOf(store, "many/")],
    ["list what is right in a folder", 1, ({ store }) => namesIn(store, "")],
    ["see whether a folder holds something", 1, ({ store }) => keysOf(store, "many/", { limit: 1 })],
    ["write an object", 1, ({ store }) => store.write("new", SMALL)],
    ["write a large object", 5, ({ store }) => store.write("new", LARGE)],
    ["create an object", 1, ({ store }) => store.write("created", SMALL, { ifAbsent: true })],
    ["create what exists", 2, ({ store }) => store.write("small", SMALL, { ifAbsent: true }).catch(() => {})],
    ["create a large object of bytes", 2, ({ store }) => store.write("created 1", HUGE, { ifAbsent: true })],
    ["create a large object of a stream", 13, ({ store }) => createFromStream(store, "created 2")],
    ["create a large object in parts", 10, ({ aws }) => createFromStream(aws, "created 3")],
    ["create a large object that exists", 1, ({ store }) => createFromStream(store, "large").catch(() => {})],
    ["copy an object", 2, ({ store }) => store.copy("large", "copy")],
    ["delete an object", 1, ({ store }) => store.delete("small")],
    ["delete what is missing", 1, ({ store }) => store.delete("none")],
    // Besides, temporary objects are looked for among all the others.
    ["list what writes left", 1 + 2, ({ store }) => leftoversOf(store)],
  ];

function createFromStream(store: Store, key: string): Promise<unknown> {
  return store.write(key, byteStream([HUGE]), { ifAbsent: true });
}

testWithS3("s3Store() makes no more requests than it says", async () => {
  await using s3 = await withFaultyS3();
  // Asked as AWS is.
  const options = { ...s3.options, endpoint: s3.proxy.url, partSize: 5 * 1024 * 1024 };
  await using aws = s3Store(s3.store.root, { ...options, conditionalUploads: true });
  await s3.direct.write("small", SMALL);
  await s3.direct.write("large", LARGE);
  const keys = Array.from({ length: 1001 }, (_, index) => `many/${String(index).padStart(4, "0")}`);
  await mapPool(keys, 16, (key) => s3.direct.write(key, bytesOf("x")));

  for (const [name, cost, act] of COSTS) {
    s3.proxy.clear();
    await act({ ...s3, aws });
    assert.equal(s3.proxy.requests.length, cost, name);
  }
});

testWithS3("s3Store() asks nothing before it is used", async () => {
  await using s3 = await withFaultyS3();

  s3.store.uri("a");

  assert.deepEqual(s3.proxy.requests, []);
});

testWithS3("s3Store() lists all of many objects, each once, in order", async () => {
  await using s3 = await withFaultyS3();
  const keys = Array.from({ length: 1050 }, (_, index) => `${String(index).padStart(4, "0")} ü+%`);
  await mapPool(keys, 16, (key) => s3.direct.write(key, bytesOf("x")));

  assert.deepEqual(await keysOf(s3.store), keys);
});
