import assert from "node:assert/strict";
import { toBytes } from "../../../lib/core/bytes.ts";
import { StoreError } from "../../../lib/core/errors.ts";
import type { ReadOptions } from "../../../lib/stores/store.ts";
import type { ProxyMatch } from "../../support/fault_proxy.ts";
import { type ProxyFault, SLOW_DOWN } from "../../support/fault_proxy/fault.ts";
import { testWithS3 } from "../../support/s3.ts";
import { bytesOf, LARGE, leftoversOf, SHORT_TIMEOUT, SMALL, withFaultyS3 } from "./faulty_s3.ts";

/** One fault in one read, and what must hold. */
interface ReadFault {
  readonly name: string;
  readonly fault: ProxyFault;
  readonly match?: ProxyMatch;
  /** What is there. */
  readonly body: Uint8Array<ArrayBuffer>;
  readonly range?: ReadOptions;
  /** Requests until the end of the stream. */
  readonly requests: number;
  /** Kind of the error; without it the bytes are right. */
  readonly fails?: StoreError["kind"];
}

const ALWAYS = { times: Infinity };

const FAULTS: readonly ReadFault[] = [
  { name: "a reset", fault: { kind: "reset" }, body: SMALL, requests: 2 },
  { name: "no answer", fault: { kind: "hang" }, body: SMALL, requests: 2 },
  { name: "an answer that is lost", fault: { kind: "lose-answer" }, body: SMALL, requests: 2 },
  {
    name: "500, twice",
    match: { times: 2 },
    fault: { kind: "status", status: 500 },
    body: SMALL,
    requests: 3,
  },
  { name: "SlowDown", fault: SLOW_DOWN, body: SMALL, requests: 2 },
  { name: "a cut in the body", fault: { kind: "cut", after: 5_000_000 }, body: LARGE, requests: 2 },
  { name: "a stall in the body", fault: { kind: "stall", after: 5_000_000 }, body: LARGE, requests: 2 },
  {
    name: "three cuts",
    match: { times: 3 },
    fault: { kind: "cut", after: 2_000_000 },
    body: LARGE,
    requests: 4,
  },
  {
    name: "a cut in a range",
    fault: { kind: "cut", after: 100_000 },
    body: LARGE,
    range: { start: 7, end: 5_000_000 },
    requests: 2,
  },
  { name: "a slow server", fault: { kind: "slow", bytesPerSecond: 30_000 }, body: SMALL, requests: 1 },
  {
    name: "500, always",
    match: ALWAYS,
    fault: { kind: "status", status: 500 },
    body: SMALL,
    requests: 4,
    fails: "unavailable",
  },
  {
    name: "no answer, ever",
    match: ALWAYS,
    fault: { kind: "hang" },
    body: SMALL,
    requests: 4,
    fails: "unavailable",
  },
  {
    name: "an answer that is always cut at once",
    match: ALWAYS,
    fault: { kind: "cut", after: 0 },
    body: SMALL,
    requests: 4,
    fails: "unavailable",
  },
  {
    name: "a byte that changes",
    fault: { kind: "corrupt", at: 70_000, of: "answer" },
    body: SMALL,
    requests: 1,
    fails: "corrupt",
  },
  {
    name: "a byte that changes in an object of parts",
    fault: { kind: "corrupt", at: 7_000_000, of: "answer" },
    body: LARGE,
    requests: 1,
    fails: "corrupt",
  },
];

for (const { name, match = {}, fault, body, range = {}, requests, fails } of FAULTS) {
  testWithS3(`s3Store() reads the right bytes or says so through ${name}`, async () => {
    const isLate = ["hang", "stall", "slow"].includes(fault.kind);
    await using s3 = await withFaultyS3({ timeout: isLate ? SHORT_TIMEOUT : undefined });
    await s3.store.write("key", body);
    s3.proxy.clear();
    s3.proxy.inject({ method: "GET", ...match }, fault);

    const result = await s3.store.read("key", range).then(toBytes).catch((error: unknown) => error);

    if (fails === undefined) {
      assert.ok(result instanceof Uint8Array, String(result));
      assert.deepEqual(
        await digest(new Uint8Array(result)),
        await digest(body.slice(range.start, range.end)),
      );
    } else {
      assert.ok(result instanceof StoreError && result.kind === fails, String(result));
      assert.equal(result.uri, s3.store.uri("key"));
    }
    assert.equal(s3.proxy.requests.length, requests);
  });
}

testWithS3("s3Store() goes on reading the same object or none, when it is replaced after a cut", async () => {
  await using s3 = await withFaultyS3();
  await s3.store.write("key", LARGE);
  s3.proxy.inject({ method: "GET" }, { kind: "cut", after: 1_000_000 });

  const stream = await s3.store.read("key");
  await s3.direct.write("key", LARGE.slice().fill(7));

  await assert.rejects(() => toBytes(stream), {
    name: "StoreError",
    kind: "conflict",
    message: /^Cannot read ".*key": it has changed since it was looked at, so begin again$/,
  });
  const last = s3.proxy.requests.at(-1);
  assert.match(last?.headers["range"] ?? "", /^bytes=\d+-\d+$/);
  assert.match(last?.headers["if-match"] ?? "", /^"[0-9a-f]{32}-\d+"$/);
});

testWithS3("s3Store() goes on reading the version that it began with, where versions are kept", async () => {
  await using s3 = await withFaultyS3();
  await s3.keepVersions();
  const { version } = await s3.store.write("key", LARGE);
  assert.ok(version !== undefined);
  s3.proxy.inject({ method: "GET" }, { kind: "cut", after: 1_000_000 });

  const stream = await s3.store.read("key");
  const second = await s3.direct.write("key", SMALL);

  assert.notEqual(second.version, version);
  assert.deepEqual(await digest(await toBytes(stream)), await digest(LARGE));
});

testWithS3("s3Store() lists, looks, deletes and copies through faults", async () => {
  for (
    const fault of [
      { kind: "reset" },
      { kind: "lose-answer" },
      SLOW_DOWN,
    ] satisfies ProxyFault[]
  ) {
    await using s3 = await withFaultyS3();
    await s3.store.write("a", bytesOf("a"));
    const faulty = async <T>(act: () => Promise<T>, least: number): Promise<T> => {
      s3.proxy.clear();
      s3.proxy.inject({}, fault);
      const result = await act();
      assert.equal(s3.proxy.requests.length, least + 1, fault.kind);
      return result;
    };

    assert.equal((await faulty(() => s3.store.stat("a"), 1))?.size, 1);
    assert.equal(await faulty(() => s3.store.stat("none"), 1), undefined);
    assert.equal((await faulty(() => Array.fromAsync(s3.store.list()), 1)).length, 1);
    await faulty(() => s3.store.copy("a", "b"), 2);
    await s3.holds("b", bytesOf("a"));
    await faulty(() => s3.store.delete("a"), 1);
    assert.equal(await s3.direct.stat("a"), undefined);
    // Uploads, and temporary objects.
    assert.deepEqual(await faulty(() => leftoversOf(s3.store), 2), []);
  }
});

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
