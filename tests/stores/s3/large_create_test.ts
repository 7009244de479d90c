import assert from "node:assert/strict";
import { temporaryName } from "../../../lib/stores/local_path.ts";
import { S3_LIMITS } from "../../../lib/stores/s3/s3_limits.ts";
import { s3Store } from "../../../lib/stores/s3/s3_store.ts";
import { byteStream } from "../../support/bodies.ts";
import type { FaultProxy, ProxyMatch } from "../../support/fault_proxy.ts";
import { sendCommand, testWithS3 } from "../../support/s3.ts";
import { keysOf, namesIn } from "../../support/store_content.ts";
import { bytesOf, leftoversOf, withFaultyS3 } from "./faulty_s3.ts";

const MIB = 1024 * 1024;
/** What is created under a condition is large from 5 MiB on, and too large from 30. */
const LIMITS = { ...S3_LIMITS, mostCreatedWhole: 5 * MIB, mostAtOnce: 30 * MIB };
const CREATE = { ifAbsent: true };
/** The requests of a create that goes by way of a temporary object, but the one that removes it. */
const STAGES: readonly ProxyMatch[] = [
  { method: "HEAD" },
  { method: "POST", path: "uploads" },
  { method: "PUT", path: "partNumber" },
  { method: "POST", path: "uploadId" },
  { method: "GET" },
  { method: "PUT", path: /\/key\?x-id=PutObject/ },
];

testWithS3(
  "s3Store() lets one win of many that create a large object, round after round, answers lost",
  async () => {
    await using s3 = await withFaultyS3({}, LIMITS);

    for (let round = 0; round < 4; round++) {
      const key = `round ${round}`;
      loseSomeAnswers(s3.proxy, key, round);
      const writers = Array.from({ length: 8 }, async (_, index) => {
        // Streams, bytes and what is small enough for one request, all against each other.
        const body = new Uint8Array(index === 7 ? MIB : 11 * MIB).fill(index + 1);
        await s3.store.write(key, index % 2 === 0 ? byteStream([body]) : body, CREATE);
        return body;
      });
      const results = await Promise.allSettled(writers);
      s3.proxy.clear();

      const winners = results.flatMap((result) => result.status === "fulfilled" ? [result.value] : []);
      const kinds = results.flatMap((result) => result.status === "rejected" ? [result.reason.kind] : []);
      assert.deepEqual([winners.length, kinds], [1, Array(7).fill("conflict")], `round ${round}`);
      await s3.holds(key, winners[0] ?? new Uint8Array());
    }
    assert.equal((await keysOf(s3.store)).length, 4);
    assert.deepEqual(await leftoversOf(s3.store), []);
  },
);

testWithS3(
  "s3Store() does not create a large object where one came meanwhile, from a stream or from bytes",
  async () => {
    for (const isStream of [true, false]) {
      await using s3 = await withFaultyS3({}, LIMITS);
      const other = Promise.withResolvers<void>();
      const { met } = s3.proxy.inject({ method: "PUT", path: "/key?x-id=PutObject" }, {
        kind: "hold",
        until: other.promise,
      });

      const body = new Uint8Array(11 * MIB);
      const creating = s3.store.write("key", isStream ? byteStream([body]) : body, CREATE);
      await met;
      await s3.direct.write("key", bytesOf("first"));
      other.resolve();

      await assert.rejects(() => creating, {
        name: "StoreError",
        kind: "conflict",
        message: /: it exists already$/,
      });
      await s3.holds("key", bytesOf("first"));
      assert.deepEqual(await leftoversOf(s3.store), []);
    }
  },
);

testWithS3(
  "s3Store() creates no large object whose SHA-256 is another, from a stream or from bytes",
  async () => {
    await using s3 = await withFaultyS3({}, LIMITS);
    const body = new Uint8Array(11 * MIB);
    const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", body)).toHex();

    for (const content of [() => body, () => byteStream([body])]) {
      const wrong = { ...CREATE, sha256: "0".repeat(64) };
      await assert.rejects(() => s3.store.write("key", content(), wrong), {
        name: "StoreError",
        kind: "corrupt",
        message: /^Cannot create ".*key": its SHA-256 must be 0+: it is /,
      });
      assert.deepEqual([await keysOf(s3.store), await leftoversOf(s3.store)], [[], []]);
      await s3.store.write("key", content(), { ...CREATE, sha256 });
      await s3.store.delete("key");
    }
  },
);

testWithS3(
  "s3Store() tells of the object that cannot be created, not of how it goes about that",
  async () => {
    await using s3 = await withFaultyS3({}, LIMITS);
    await using store = s3Store("s3://no-such-bucket", { ...s3.options, attempts: 1 }, LIMITS);

    await assert.rejects(() => store.write("key", byteStream([new Uint8Array(11 * MIB)]), CREATE), {
      name: "StoreError",
      uri: "s3://no-such-bucket/key",
      message: /^Cannot write "s3:\/\/no-such-bucket\/key": .* has no bucket "no-such-bucket"/,
    });
  },
);

testWithS3("s3Store() says so when somebody removes what it has sent of a large object", async () => {
  await using s3 = await withFaultyS3({}, LIMITS);
  const { promise: until, resolve: goOn } = Promise.withResolvers<void>();
  const { met } = s3.proxy.inject({ method: "GET" }, { kind: "hold", until });

  const creating = s3.store.write("key", byteStream([new Uint8Array(11 * MIB)]), CREATE);
  await met;
  for (const leftover of await leftoversOf(s3.direct)) await s3.direct.leftovers?.remove(leftover);
  goOn();

  await assert.rejects(() => creating, {
    name: "StoreError",
    kind: "unavailable",
    message:
      /^Cannot create ".*\/key": what was sent of it was removed before it was whole; create it again$/,
  });
  assert.deepEqual(await keysOf(s3.store), []);
});

testWithS3("s3Store() leaves nothing of a large create that is stopped, whatever it is about", async () => {
  for (const match of STAGES) {
    await using s3 = await withFaultyS3({}, LIMITS);
    const { promise: until, resolve: goOn } = Promise.withResolvers<void>();
    const { met } = s3.proxy.inject(match, { kind: "hold", until });
    const stop = new AbortController();
    const reason = new Error("Stopped");

    const options = { ...CREATE, signal: stop.signal };
    const creating = s3.store.write("key", byteStream([new Uint8Array(11 * MIB)]), options);
    await met;
    stop.abort(reason);
    goOn();

    await assert.rejects(() => creating, reason);
    assert.deepEqual([await keysOf(s3.direct), await leftoversOf(s3.direct)], [[], []], match.method);
  }
});

testWithS3(
  "s3Store() leaves no version of what it sent of a large object where versions are kept",
  async () => {
    await using s3 = await withFaultyS3({}, LIMITS);
    await s3.keepVersions();
    const versions = async () => {
      const Bucket = new URL(s3.store.root).host;
      const { Versions = [], DeleteMarkers = [] } = await sendCommand(
        "ListObjectVersions",
        { Bucket },
        s3.options,
      );
      return [Versions, DeleteMarkers].map((entries) => (entries as { Key: string }[]).map(({ Key }) => Key));
    };

    await s3.store.write("key", byteStream([new Uint8Array(11 * MIB)]), CREATE);
    assert.deepEqual(await versions(), [["key"], []]);

    // Whoever may not remove versions removes the object.
    s3.proxy.inject({ method: "DELETE", path: "versionId" }, { kind: "status", status: 403 });
    await s3.store.write("other", byteStream([new Uint8Array(11 * MIB)]), CREATE);
    assert.deepEqual(await keysOf(s3.store), ["key", "other"]);
    assert.deepEqual(await leftoversOf(s3.store), []);
  },
);

testWithS3("s3Store() neither lists nor forgets what a killed create leaves", async () => {
  await using s3 = await withFaultyS3({}, LIMITS);
  const temporary = `folder/${temporaryName()}`;
  await s3.direct.write(temporary, bytesOf("temporary"));
  await s3.direct.write("folder/key", bytesOf("key"));

  assert.deepEqual(await keysOf(s3.store), ["folder/key"]);
  assert.deepEqual(await namesIn(s3.store, "folder/"), ["folder/key"]);
  const [leftover, ...others] = await leftoversOf(s3.store, "folder/");
  assert.deepEqual([leftover?.key, leftover?.size, others], [temporary, 9, []]);
  assert.deepEqual(await leftoversOf(s3.store, "else/"), []);
  if (leftover !== undefined) await s3.store.leftovers?.remove(leftover);

  assert.deepEqual(await leftoversOf(s3.store), []);
  assert.deepEqual(await keysOf(s3.store), ["folder/key"]);
});

testWithS3("s3Store() creates a large object in a folder whose name leaves no room for another", async () => {
  await using s3 = await withFaultyS3({}, LIMITS);
  const folders = ["ä".repeat(200), ..."abc".split("").map((sign) => sign.repeat(200))].join("/");
  const key = `${folders}/x`;

  await s3.store.write(key, byteStream([new Uint8Array(11 * MIB)]), CREATE);

  await s3.holds(key, new Uint8Array(11 * MIB));
  assert.deepEqual([await keysOf(s3.store), await leftoversOf(s3.store)], [[key], []]);
});

testWithS3(
  "s3Store() refuses to create from a stream what is too large for one request, and leaves nothing",
  async () => {
    await using s3 = await withFaultyS3({}, LIMITS);

    await assert.rejects(() => s3.store.write("key", byteStream([new Uint8Array(31 * MIB)]), CREATE), {
      name: "StoreError",
      kind: "unavailable",
      message: /^Cannot create ".*key": of a stream, at most 31457280 bytes can be created /,
    });

    assert.deepEqual([await keysOf(s3.store), await leftoversOf(s3.store)], [[], []]);
  },
);

testWithS3(
  "s3Store() sends parts that grow when a stream is longer than anybody knew, and reads them checked",
  async () => {
    const limits = { ...S3_LIMITS, mostParts: 8 };
    await using s3 = await withFaultyS3({}, limits);
    await using reader = s3Store(
      s3.store.root,
      { ...s3.options, endpoint: s3.proxy.url, attempts: 1 },
      limits,
    );
    const body = new Uint8Array(37 * MIB).map((_, index) => index >> 16);

    await s3.store.write("key", byteStream([body]));
    const sizes = s3.proxy.requests.flatMap(({ path, headers }) =>
      path.includes("partNumber") ? [Number(headers["content-length"]) / MIB] : []
    );
    assert.deepEqual(sizes, [5, 5, 5, 5, 10, 7]);

    await s3.holds("key", body);
    // In one of the grown parts.
    s3.proxy.inject({ method: "GET", path: "/key" }, { kind: "corrupt", at: 33 * MIB, of: "answer" });
    const read = async () => await new Response(await reader.read("key")).bytes();
    await assert.rejects(read, { name: "StoreError", kind: "corrupt" });
    assert.equal((await read()).length, body.length);
  },
);

testWithS3(
  "s3Store() cuts an object of known size into parts that fit, and sends nothing of one that is too large",
  async () => {
    const limits = { ...S3_LIMITS, mostParts: 8, mostAtOnce: 20 * MIB };
    await using s3 = await withFaultyS3({}, limits);

    await s3.store.write("key", byteStream([new Uint8Array(36 * MIB)]), { size: 36 * MIB });
    const sizes = s3.proxy.requests.flatMap(({ path, headers }) =>
      path.includes("partNumber") ? [Number(headers["content-length"]) / MIB] : []
    );
    assert.deepEqual(sizes, [9, 9, 9, 9]);

    s3.proxy.clear();
    await assert.rejects(() => s3.store.write("key", byteStream([]), { size: 161 * MIB }), {
      name: "StoreError",
      message: /^Cannot write ".*key": S3 takes at most 167772160 bytes in an object: it has 168820736$/,
    });
    assert.deepEqual(s3.proxy.requests, []);
  },
);

function loseSomeAnswers(proxy: FaultProxy, key: string, round: number): void {
  const path = new RegExp(`/${encodeURIComponent(key)}\\?x-id=PutObject`);
  proxy.inject({ method: "PUT", path, nth: 1 + round % 4 }, { kind: "lose-answer" });
  proxy.inject({ method: "POST", path: "uploadId", nth: 1 + round % 3 }, { kind: "lose-answer" });
}
