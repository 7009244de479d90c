import assert from "node:assert/strict";
import { StoreError } from "../../../lib/core/errors.ts";
import type { WriteOptions } from "../../../lib/stores/store.ts";
import { byteStream } from "../../support/bodies.ts";
import type { ProxyMatch } from "../../support/fault_proxy.ts";
import { type ProxyFault, SLOW_DOWN } from "../../support/fault_proxy/fault.ts";
import { testWithS3 } from "../../support/s3.ts";
import {
  bytesOf,
  type FaultyS3,
  LARGE,
  leftoversOf,
  SHORT_TIMEOUT,
  SMALL,
  withFaultyS3,
} from "./faulty_s3.ts";

/** One fault in one write, and what must hold after it. */
interface WriteFault {
  readonly name: string;
  readonly match: ProxyMatch;
  readonly fault: ProxyFault;
  /** What is written over "old". */
  readonly body: Uint8Array<ArrayBuffer>;
  readonly options?: WriteOptions;
  /** Requests until the write returns. */
  readonly requests: number;
  /** Kind of the error; without it the write succeeds. */
  readonly fails?: StoreError["kind"];
  /** Uploads that nobody could give up. @default {0} */
  readonly left?: number;
}

const INTERNAL: ProxyFault = { kind: "status", status: 500 };
const CREATE: WriteOptions = { ifAbsent: true };
const PUT: ProxyMatch = { method: "PUT" };
const PART: ProxyMatch = { method: "PUT", path: "partNumber=2" };
const BEGIN: ProxyMatch = { method: "POST", path: "uploads" };
const COMPLETE: ProxyMatch = { method: "POST", path: "uploadId" };
const ALWAYS = { times: Infinity };

// A large object is an upload of three parts: five requests without a fault.
const FAULTS: readonly WriteFault[] = [
  {
    name: "a reset before the server hears of it",
    match: PUT,
    fault: { kind: "reset" },
    body: SMALL,
    requests: 2,
  },
  {
    name: "a reset in the middle of the body",
    match: PUT,
    fault: { kind: "reset", after: 50_000 },
    body: SMALL,
    requests: 2,
  },
  { name: "an answer that is lost", match: PUT, fault: { kind: "lose-answer" }, body: SMALL, requests: 2 },
  { name: "no answer", match: PUT, fault: { kind: "hang" }, body: SMALL, requests: 2 },
  { name: "500", match: PUT, fault: INTERNAL, body: SMALL, requests: 2 },
  { name: "503", match: PUT, fault: { kind: "status", status: 503 }, body: SMALL, requests: 2 },
  { name: "SlowDown, twice", match: { ...PUT, times: 2 }, fault: SLOW_DOWN, body: SMALL, requests: 3 },
  {
    name: "a byte that changes on its way",
    match: PUT,
    fault: { kind: "corrupt", at: 70_000, of: "request" },
    body: SMALL,
    requests: 2,
  },
  {
    name: "500, always",
    match: { ...PUT, ...ALWAYS },
    fault: INTERNAL,
    body: SMALL,
    requests: 4,
    fails: "unavailable",
  },
  {
    // A connection that was used before: node:http sends its request once more by itself.
    name: "resets, always",
    match: { ...PUT, ...ALWAYS },
    fault: { kind: "reset" },
    body: SMALL,
    requests: 5,
    fails: "unavailable",
  },
  {
    name: "bytes that always change",
    match: { ...PUT, ...ALWAYS },
    fault: { kind: "corrupt", at: 9, of: "request" },
    body: SMALL,
    requests: 4,
    fails: "corrupt",
  },

  {
    name: "creating: a reset",
    match: PUT,
    fault: { kind: "reset" },
    body: SMALL,
    options: CREATE,
    requests: 2,
  },
  {
    name: "creating: a lost answer",
    match: PUT,
    fault: { kind: "lose-answer" },
    body: SMALL,
    options: CREATE,
    requests: 3,
  },
  { name: "creating: 500", match: PUT, fault: INTERNAL, body: SMALL, options: CREATE, requests: 2 },
  {
    name: "creating: no answer",
    match: PUT,
    fault: { kind: "hang" },
    body: SMALL,
    options: CREATE,
    requests: 2,
  },

  {
    name: "a part: a reset",
    match: PART,
    fault: { kind: "reset", after: 1_000_000 },
    body: LARGE,
    requests: 6,
  },
  { name: "a part: a lost answer", match: PART, fault: { kind: "lose-answer" }, body: LARGE, requests: 6 },
  { name: "a part: no answer", match: PART, fault: { kind: "hang" }, body: LARGE, requests: 6 },
  { name: "a part: 500", match: PART, fault: INTERNAL, body: LARGE, requests: 6 },
  { name: "a part: SlowDown", match: PART, fault: SLOW_DOWN, body: LARGE, requests: 6 },
  {
    name: "a part: a byte that changes",
    match: PART,
    fault: { kind: "corrupt", at: 3_000_000, of: "request" },
    body: LARGE,
    requests: 6,
  },
  { name: "beginning an upload: a reset", match: BEGIN, fault: { kind: "reset" }, body: LARGE, requests: 6 },
  {
    name: "beginning an upload: a lost answer",
    match: BEGIN,
    fault: { kind: "lose-answer" },
    body: LARGE,
    requests: 6,
    left: 1,
  },
  { name: "completing: a reset", match: COMPLETE, fault: { kind: "reset" }, body: LARGE, requests: 6 },
  {
    name: "completing: a lost answer",
    match: COMPLETE,
    fault: { kind: "lose-answer" },
    body: LARGE,
    requests: 6,
  },
  { name: "completing: 500", match: COMPLETE, fault: INTERNAL, body: LARGE, requests: 6 },
  { name: "completing: no answer", match: COMPLETE, fault: { kind: "hang" }, body: LARGE, requests: 6 },
];

for (const { name, match, fault, body, options = {}, requests, fails, left = 0 } of FAULTS) {
  testWithS3(`s3Store() writes whole or not at all through ${name}`, async () => {
    await using s3 = await withFaultyS3({ timeout: fault.kind === "hang" ? SHORT_TIMEOUT : undefined });
    const key = options.ifAbsent ? "new" : "old";
    await s3.store.write("old", bytesOf("old"));
    s3.proxy.clear();
    s3.proxy.inject(match, fault);

    const error = await s3.store.write(key, byteStream([body]), options).then(
      () => undefined,
      (error) => error,
    );

    if (fails === undefined) assert.equal(error, undefined);
    else assert.ok(error instanceof StoreError && error.kind === fails, String(error));
    assert.equal(s3.proxy.requests.length, requests, described(s3));
    s3.proxy.clear();
    await s3.holds(key, fails === undefined ? body : bytesOf("old"));
    assert.equal((await leftoversOf(s3.store)).length, left);
    for (const leftover of await leftoversOf(s3.store)) await s3.store.leftovers?.remove(leftover);
    assert.deepEqual(await leftoversOf(s3.store), []);
  });
}

testWithS3("s3Store() gives up an upload when a part does not come through", async () => {
  await using s3 = await withFaultyS3();
  await s3.store.write("key", bytesOf("old"));
  s3.proxy.clear();
  s3.proxy.inject({ ...PART, times: Infinity }, { kind: "reset" });

  await assert.rejects(() => s3.store.write("key", LARGE), { name: "StoreError", kind: "unavailable" });

  assert.equal(s3.proxy.requests.filter(({ path }) => path.includes("partNumber=2")).length, 4);
  s3.proxy.clear();
  await s3.holds("key", bytesOf("old"));
  assert.deepEqual(await leftoversOf(s3.store), []);
});

testWithS3("s3Store() leaves an upload that cannot be given up to be found", async () => {
  await using s3 = await withFaultyS3();
  s3.proxy.inject({ ...PART, times: Infinity }, { kind: "reset" });
  s3.proxy.inject({ method: "DELETE", times: Infinity }, { kind: "reset" });

  await assert.rejects(() => s3.store.write("a b/ü", LARGE), { name: "StoreError", kind: "unavailable" });

  s3.proxy.clear();
  const [leftover, ...others] = await leftoversOf(s3.store, "a b/");
  assert.deepEqual([leftover?.key, others], ["a b/ü", []]);
  assert.ok(Math.abs((leftover?.begun ?? 0) - Date.now()) < 60_000);
  if (leftover !== undefined) {
    // Twice does no harm.
    await s3.store.leftovers?.remove(leftover);
    await s3.store.leftovers?.remove(leftover);
  }
  assert.deepEqual(await leftoversOf(s3.store), []);
});

testWithS3(
  "s3Store() does not take a failed write of its own for a conflict, nor another's for its own",
  async () => {
    await using s3 = await withFaultyS3();
    s3.proxy.inject(PUT, { kind: "lose-answer" });
    const first = s3.store.write("key", bytesOf("first"), CREATE);
    await first;

    const second = s3.store.write("key", bytesOf("second"), CREATE);

    await assert.rejects(() => second, { name: "StoreError", kind: "conflict" });
    await s3.holds("key", bytesOf("first"));
  },
);

testWithS3("s3Store() stops an upload when it is told to, and gives it up", async () => {
  await using s3 = await withFaultyS3();
  await s3.store.write("key", bytesOf("old"));
  const controller = new AbortController();
  const reason = new Error("Enough");
  const { met } = s3.proxy.inject(PART, { kind: "hang" });
  void met.then(() => controller.abort(reason));

  await assert.rejects(() => s3.store.write("key", LARGE, { signal: controller.signal }), reason);

  s3.proxy.clear();
  await s3.holds("key", bytesOf("old"));
  assert.deepEqual(await leftoversOf(s3.store), []);
});

testWithS3("s3Store() gives up an upload that the server began while it was told to stop", async () => {
  await using s3 = await withFaultyS3();
  const controller = new AbortController();
  const reason = new Error("Enough");
  s3.proxy.inject(BEGIN, { kind: "slow", bytesPerSecond: 500 });

  const write = s3.store.write("key", LARGE, { signal: controller.signal });
  while ((await leftoversOf(s3.direct)).length === 0);
  controller.abort(reason);

  await assert.rejects(() => write, reason);
  assert.deepEqual(await leftoversOf(s3.direct), []);
});

testWithS3(
  "s3Store() does not wait for a server that never begins an upload when it is told to stop",
  async () => {
    await using s3 = await withFaultyS3();
    const controller = new AbortController();
    const reason = new Error("Enough");
    const { met } = s3.proxy.inject({ ...BEGIN, times: Infinity }, { kind: "hang" });
    void met.then(() => controller.abort(reason));

    await assert.rejects(() => s3.store.write("key", LARGE, { signal: controller.signal }), reason);

    assert.equal(s3.proxy.requests.length, 1);
  },
);

function described({ proxy }: FaultyS3): string {
  return proxy.requests.map(({ method, path, status, fault }) => `${method} ${path} ${status} ${fault}`).join(
    "\n",
  );
}
