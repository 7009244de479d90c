import assert from "node:assert/strict";
import { type ProxyFault, SLOW_DOWN } from "../../support/fault_proxy/fault.ts";
import { testWithS3 } from "../../support/s3.ts";
import { SMALL, withFaultyS3 } from "./faulty_s3.ts";

const PUT = { method: "PUT" };

testWithS3("s3Store() waits as long as a server asks", async () => {
  await using s3 = await withFaultyS3();
  s3.proxy.inject(PUT, { ...SLOW_DOWN as ProxyFault & { kind: "status" }, headers: { "retry-after": "1" } });

  const begun = performance.now();
  await s3.store.write("key", SMALL);

  assert.ok(performance.now() - begun >= 1000);
});

testWithS3("s3Store() does not wait for a server that asks for more than a minute", async () => {
  await using s3 = await withFaultyS3();
  s3.proxy.inject(PUT, {
    ...SLOW_DOWN as ProxyFault & { kind: "status" },
    headers: { "retry-after": "3600" },
  });

  await assert.rejects(() => s3.store.write("key", SMALL), { name: "StoreError", kind: "unavailable" });

  assert.equal(s3.proxy.requests.length, 1);
});
