import assert from "node:assert/strict";
import { toBytes } from "../../../lib/core/bytes.ts";
import { localStore } from "../../../lib/stores/local_store.ts";
import { memoryStore } from "../../../lib/stores/memory_store.ts";
import { s3Store } from "../../../lib/stores/s3/s3_store.ts";
import type { Store } from "../../../lib/stores/store.ts";
import { copyTree } from "../../../lib/stores/transfer/copy_tree.ts";
import { removeLeftovers } from "../../../lib/stores/transfer/remove_leftovers.ts";
import { faultProxy } from "../../support/fault_proxy.ts";
import { sendCommand, sharedS3, testWithS3 } from "../../support/s3.ts";
import { keysOf, textOf, utf8 } from "../../support/store_content.ts";
import { tempDir } from "../../support/temp_dir.ts";

// Everything goes to a real server, through a proxy that makes the faults. What must hold: every object that can be seen is
// whole, what is missing is copied when the same is done again with `update`, and nothing is left behind after gc.

const s3 = sharedS3();

testWithS3("copyTree() to S3 goes on after the server was away, and leaves nothing behind", async () => {
  await using proxy = await faultProxy(s3().server.url);
  await using to = s3Store(await s3().makeBucket(), { ...s3().options, endpoint: proxy.url, attempts: 2 });
  const from = memoryStore();
  for (let index = 0; index < 12; index++) await from.write(`part-${index}`, utf8(`content ${index}`));
  await from.write("large", new Uint8Array(40 * 1024 * 1024).fill(7));
  const lost = proxy.inject({ path: "partNumber=2" }, { kind: "hang" });
  const trees = [{ store: from, prefix: "" }, { store: to, prefix: "copy/" }] as const;

  const first = copyTree(...trees).catch((error: unknown) => error);
  await lost.met;
  await proxy.refuse();
  const error = await first;
  await proxy.accept();
  proxy.clear();

  assert.ok(error instanceof Error && "kind" in error && error.kind === "unavailable", String(error));
  assert.equal((await keysOf(to)).length, 12, "no part of the large object can be seen");
  assert.deepEqual(await copyTree(...trees, { update: true }), { copied: 1, skipped: 12, bytes: 41943040 });
  await removeLeftovers({ store: to, prefix: "" });
  assert.deepEqual(await Array.fromAsync(to.leftovers?.list() ?? []), []);
  for (let index = 0; index < 12; index++) {
    assert.equal(await textOf(to, `copy/part-${index}`), `content ${index}`);
  }
});

testWithS3("copyTree() from S3 stores nothing that was corrupted on its way", async () => {
  await using dir = await tempDir();
  const bucket = await s3().makeBucket();
  await using direct = s3Store(bucket, s3().options);
  await direct.write("a", utf8("a".repeat(100_000)));
  await direct.write("b", utf8("b".repeat(100_000)));
  await using proxy = await faultProxy(s3().server.url);
  await using from = s3Store(bucket, { ...s3().options, endpoint: proxy.url });
  const to = localStore(dir.path);
  proxy.inject({ method: "GET", path: /\/b(\?|$)/ }, { kind: "corrupt", at: 50_000, of: "answer" });

  await assert.rejects(copyTree({ store: from, prefix: "" }, { store: to, prefix: "" }), {
    name: "StoreError",
    kind: "corrupt",
    uri: `${bucket}/b`,
  });

  assert.deepEqual(await keysOf(to), ["a"]);
  assert.deepEqual(await namesIn(dir.path), ["a"]);
});

testWithS3("copyTree() survives resets, cut bodies, SlowDown and a slow line", async () => {
  await using dir = await tempDir();
  const bucket = await s3().makeBucket();
  await using proxy = await faultProxy(s3().server.url);
  await using store = s3Store(bucket, { ...s3().options, endpoint: proxy.url });
  const content = "0123456789".repeat(30_000);
  for (const name of ["a", "b", "c", "d"]) await Deno.writeTextFile(dir.join(name), content + name);
  proxy.inject({ method: "PUT", path: "/up/a" }, { kind: "reset", after: 1000 });
  proxy.inject({ method: "PUT", path: "/up/b" }, { kind: "lose-answer" });
  proxy.inject({ method: "PUT", path: "/up/c" }, { kind: "status", status: 503 });
  proxy.inject({ method: "GET", path: "/up/a" }, { kind: "cut", after: 100_000 });
  proxy.inject({ method: "GET", path: "/up/d" }, { kind: "slow", bytesPerSecond: 3_000_000 });

  const up = await copyTree({ store: localStore(dir.path), prefix: "" }, { store, prefix: "up/" });
  const down = await copyTree({ store, prefix: "up/" }, { store: localStore(dir.join("back")), prefix: "" });

  assert.deepEqual([up.copied, down.copied], [4, 4]);
  const faults = proxy.requests.flatMap(({ fault }) => fault ?? []).toSorted();
  assert.deepEqual(faults, ["cut", "lose-answer", "reset", "slow", "status"]);
  for (const name of ["a", "b", "c", "d"]) {
    assert.equal(await Deno.readTextFile(dir.join("back", name)), content + name);
  }
  assert.deepEqual(await Array.fromAsync(store.leftovers?.list() ?? []), []);
});

testWithS3("copyTree() within a bucket moves no bytes through this machine", async () => {
  await using proxy = await faultProxy(s3().server.url);
  await using store = s3Store(await s3().makeBucket(), { ...s3().options, endpoint: proxy.url });
  await fill(store, 3);
  proxy.clear();

  const report = await copyTree({ store, prefix: "from/" }, { store, prefix: "to/" });

  assert.equal(report.copied, 3);
  assert.ok(proxy.requests.every(({ bodySize }) => bodySize === 0));
  assert.ok(proxy.requests.every(({ method, path }) => method !== "GET" || path.includes("list-type")));
});

testWithS3(
  "copyTree() to S3 needs one request for each small object, and one HEAD for each that is there already",
  async () => {
    await using proxy = await faultProxy(s3().server.url);
    await using store = s3Store(await s3().makeBucket(), { ...s3().options, endpoint: proxy.url });
    const from = memoryStore();
    await fill(from, 5);
    const trees = [{ store: from, prefix: "" }, { store, prefix: "" }] as const;

    await copyTree(...trees);
    const copied = proxy.requests.map(({ method }) => method);
    proxy.clear();
    await copyTree(...trees, { update: true });
    const updated = proxy.requests.map(({ method }) => method);

    assert.deepEqual(copied, Array(5).fill("PUT"));
    assert.deepEqual(updated, Array(5).fill("HEAD"));
  },
);

testWithS3("copyTree() compares a large object by looking at it, whichever way it is copied", async () => {
  await using dir = await tempDir();
  await using proxy = await faultProxy(s3().server.url);
  await using bucket = s3Store(await s3().makeBucket(), { ...s3().options, endpoint: proxy.url });
  const local = localStore(dir.path);
  const bytes = new Uint8Array(15 * 1024 * 1024).map((_, index) => index % 251);
  await Deno.writeFile(dir.join("large"), bytes);
  const [here, there] = [{ store: local, prefix: "" }, { store: bucket, prefix: "" }];
  await copyTree(here, there);
  assert.equal((await bucket.stat("large"))?.sha256, undefined, "sent as it came");
  proxy.clear();

  const up = await copyTree(here, there, { update: true });
  const down = await copyTree(there, here, { update: true });
  const asked = proxy.requests.filter(({ path }) => !path.includes("list-type")).map(({ method }) => method);
  await Deno.writeFile(dir.join("large"), bytes.with(bytes.length - 1, 255));
  proxy.clear();
  const changed = await copyTree(here, there, { update: true });
  const sent = proxy.requests.map(({ method }) => method);

  assert.deepEqual([up, down], Array(2).fill({ copied: 0, skipped: 1, bytes: 0 }));
  assert.deepEqual(asked, Array(4).fill("HEAD"), "two looks each, no GET of a body");
  assert.equal(changed.copied, 1, "one byte is another, the size the same");
  assert.ok(!sent.includes("GET"), sent.join());
  assert.equal((await toBytes(await bucket.read("large"))).at(-1), 255);
});

testWithS3("copyTree() reads a large object of another program to compare it", async () => {
  await using proxy = await faultProxy(s3().server.url);
  const name = await s3().makeBucket();
  await using bucket = s3Store(name, { ...s3().options, endpoint: proxy.url });
  const from = memoryStore();
  const Body = new Uint8Array(100_000).fill(7);
  for (const Key of ["same", "other"]) {
    await from.write(Key, Key === "same" ? Body : Body.with(5, 8));
    await sendCommand("PutObject", { Bucket: name.slice("s3://".length), Key, Body }, s3().options);
  }
  proxy.clear();

  const report = await copyTree({ store: from, prefix: "" }, { store: bucket, prefix: "" }, { update: true });

  assert.deepEqual(report, { copied: 1, skipped: 1, bytes: 100_000 });
  assert.equal(proxy.requests.filter(({ method }) => method === "GET").length, 2);
});

async function fill(store: Store, count: number): Promise<void> {
  for (let index = 0; index < count; index++) await store.write(`from/${index}`, utf8(`content ${index}`));
}

async function namesIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).toSorted();
}
