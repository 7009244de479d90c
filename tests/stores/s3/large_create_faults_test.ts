import assert from "node:assert/strict";
import { byteStream } from "../../support/bodies.ts";
import type { ProxyMatch } from "../../support/fault_proxy.ts";
import type { ProxyFault } from "../../support/fault_proxy/fault.ts";
import { testWithS3 } from "../../support/s3.ts";
import { keysOf } from "../../support/store_content.ts";
import { HUGE, leftoversOf, withFaultyS3 } from "./faulty_s3.ts";

/** One fault in one create, which goes well all the same. */
interface CreateFault {
  readonly name: string;
  readonly match: ProxyMatch;
  readonly fault: ProxyFault;
  /** Requests until it returns. */
  readonly requests: number;
}

/** The last request of a create that goes by way of a temporary object, of 13 in all. */
const LAST: ProxyMatch = { method: "PUT", path: /\/new\?x-id=PutObject/ };
const FAULTS: readonly CreateFault[] = [
  {
    name: "joining parts: a lost answer",
    match: { method: "POST", path: "uploadId" },
    fault: { kind: "lose-answer" },
    requests: 14,
  },
  { name: "a reset", match: LAST, fault: { kind: "reset" }, requests: 15 },
  { name: "a reset in the middle", match: LAST, fault: { kind: "reset", after: 9_000_000 }, requests: 15 },
  { name: "a lost answer", match: LAST, fault: { kind: "lose-answer" }, requests: 16 },
  { name: "500", match: LAST, fault: { kind: "status", status: 500 }, requests: 15 },
  {
    name: "a byte that changes",
    match: LAST,
    fault: { kind: "corrupt", at: 20_000_000, of: "request" },
    requests: 15,
  },
  {
    name: "reading back: a byte that changes",
    match: { method: "GET" },
    fault: { kind: "corrupt", at: 20_000_000, of: "answer" },
    requests: 15,
  },
  {
    name: "reading back: a body that is cut",
    match: { method: "GET" },
    fault: { kind: "cut", after: 5_000_000 },
    requests: 14,
  },
];

for (const { name, match, fault, requests } of FAULTS) {
  testWithS3(`s3Store() creates a large object whole or not at all through ${name}`, async () => {
    await using s3 = await withFaultyS3();
    s3.proxy.inject(match, fault);

    await s3.store.write("new", byteStream([HUGE]), { ifAbsent: true });

    assert.equal(
      s3.proxy.requests.length,
      requests,
      s3.proxy.requests.map(({ method, path }) => `${method} ${path}`).join("\n"),
    );
    s3.proxy.clear();
    await s3.holds("new", HUGE);
    assert.deepEqual(await keysOf(s3.store), ["new"]);
    assert.deepEqual(await leftoversOf(s3.store), []);
  });
}
