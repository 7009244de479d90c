import assert from "node:assert/strict";
import { type FaultProxy, faultProxy } from "../support/fault_proxy.ts";
import { type ProxyFault, SLOW_DOWN } from "../support/fault_proxy/fault.ts";

// The tests of S3 and MLflow trust this proxy, so here it is shown to do to a plain server what it says.

Deno.test("faultProxy() passes on requests and answers byte by byte, and counts them", async () => {
  await using served = await serveThroughProxy();
  const { proxy, seen } = served;
  const body = bytesOf(300_000);

  for (const path of ["/a%20b/%2f%C3%A9/c+d?x=%2F&y", "/echo"]) {
    const response = await fetch(proxy.url + path, { method: "PUT", body, headers: { "X-One": "1" } });
    assert.equal(response.status, 201);
    assert.deepEqual(await response.bytes(), body);
  }
  const streamed = await fetch(`${proxy.url}/echo`, { method: "POST", body: new Blob([body]).stream() });
  assert.deepEqual(await streamed.bytes(), body);
  assert.equal((await fetch(`${proxy.url}/echo`, { method: "HEAD" })).status, 201);

  const { host } = new URL(proxy.url);
  assert.deepEqual(seen.map(({ method, path, size }) => [method, path, size]), [
    ["PUT", "/a%20b/%2f%C3%A9/c+d?x=%2F&y", 300_000],
    ["PUT", "/echo", 300_000],
    ["POST", "/echo", 300_000],
    ["HEAD", "/echo", 0],
  ]);
  assert.ok(seen.every((request) => request.host === host), "Host is what the client sent");
  assert.deepEqual(
    proxy.requests.map((
      { method, path, bodySize, status, fault },
    ) => [method, path, bodySize, status, fault]),
    seen.map(({ method, path, size }) => [method, path, size, 201, undefined]),
  );
  assert.equal(proxy.requests[0]?.headers["x-one"], "1");
});

Deno.test("faultProxy() picks requests by method, path and number", async () => {
  await using served = await serveThroughProxy();
  const { proxy } = served;
  const fault: ProxyFault = { kind: "status", status: 429, headers: { "retry-after": "1" } };
  proxy.inject({ method: "PUT", path: /part=\d$/, nth: 2, times: 2 }, fault);
  const statuses: number[] = [];

  for (const path of ["/?part=1", "/?other", "/?part=2", "/?part=3", "/?part=4"]) {
    const response = await fetch(proxy.url + path, { method: "PUT", body: "x" });
    await response.body?.cancel();
    statuses.push(response.status);
  }

  assert.deepEqual(statuses, [201, 201, 429, 429, 201]);
  proxy.clear();
  assert.equal(proxy.requests.length, 0);
});

Deno.test("faultProxy() answers for the server, which hears nothing", async () => {
  await using served = await serveThroughProxy();
  served.proxy.inject({ path: "/key" }, SLOW_DOWN);

  const response = await fetch(`${served.proxy.url}/key`, { method: "PUT", body: "x".repeat(100_000) });

  assert.equal(response.status, 503);
  assert.match(await response.text(), /<Code>SlowDown<\/Code>/);
  assert.equal(served.seen.length, 0);
  assert.equal((await fetch(`${served.proxy.url}/key`, { method: "HEAD" })).status, 201);
});

Deno.test("faultProxy() resets before the server hears of a request, and in the middle of one", async () => {
  await using served = await serveThroughProxy();
  const { proxy, seen } = served;
  const put = () => fetch(`${proxy.url}/key`, { method: "PUT", body: new Uint8Array(500_000) });
  proxy.inject({}, { kind: "reset" });
  proxy.inject({}, { kind: "reset", after: 100_000 });

  await assert.rejects(put, TypeError);
  assert.equal(seen.length, 0);
  await assert.rejects(put, TypeError);
  assert.ok(seen.every(({ size }) => size === -1), "the server never has the whole body");
  assert.equal(proxy.requests[1]?.bodySize, 100_000);
});

Deno.test("faultProxy() loses an answer after the server has done its work", async () => {
  await using served = await serveThroughProxy();
  served.proxy.inject({ method: "PUT" }, { kind: "lose-answer" });

  await assert.rejects(() => fetch(`${served.proxy.url}/key`, { method: "PUT", body: "done" }), TypeError);

  assert.deepEqual(served.seen.map(({ size }) => size), [4]);
  assert.deepEqual(served.proxy.requests.map(({ status, fault }) => [status, fault]), [[201, "lose-answer"]]);
});

Deno.test("faultProxy() cuts, stalls, corrupts and slows down the body of an answer", async () => {
  await using served = await serveThroughProxy();
  const { proxy } = served;
  const body = bytesOf(200_000);
  const ask = (signal?: AbortSignal) =>
    fetch(`${proxy.url}/echo`, { method: "PUT", body, ...signal && { signal } });

  proxy.inject({}, { kind: "cut", after: 1000 });
  await assert.rejects(async () => (await ask()).bytes(), TypeError);

  proxy.clear();
  proxy.inject({}, { kind: "stall", after: 1000 });
  const controller = new AbortController();
  let taken = 0;
  await assert.rejects(async () => {
    for await (const chunk of (await ask(controller.signal)).body ?? []) {
      taken += chunk.length;
      if (taken === 1000) controller.abort();
    }
  }, { name: "AbortError" });
  assert.equal(taken, 1000);

  proxy.clear();
  proxy.inject({}, { kind: "corrupt", at: 150_000, of: "answer" });
  assert.deepEqual(differences(await (await ask()).bytes(), body), [150_000]);

  proxy.clear();
  proxy.inject({}, { kind: "corrupt", at: 150_000, of: "request" });
  assert.deepEqual(differences(await (await ask()).bytes(), body), [150_000]);

  proxy.clear();
  proxy.inject({}, { kind: "slow", bytesPerSecond: 10_000_000 });
  assert.deepEqual(await (await ask()).bytes(), body);
});

Deno.test("faultProxy() hangs until the client leaves, and holds until it is told", async () => {
  await using served = await serveThroughProxy();
  const { proxy, seen } = served;
  const controller = new AbortController();
  const hang = proxy.inject({}, { kind: "hang" });

  const hanging = fetch(`${proxy.url}/key`, { method: "PUT", body: "x", signal: controller.signal });
  assert.equal((await hang.met).path, "/key");
  controller.abort();
  await assert.rejects(hanging, { name: "AbortError" });
  assert.equal(seen.length, 0);

  const { promise, resolve } = Promise.withResolvers<void>();
  proxy.clear();
  const hold = proxy.inject({}, { kind: "hold", until: promise });
  const held = fetch(`${proxy.url}/key`, { method: "PUT", body: "x" });
  await hold.met;
  assert.equal(seen.length, 0);
  resolve();
  assert.equal(await (await held).text(), "x");
});

Deno.test("faultProxy() refuses connections and takes them again at the same address", async () => {
  await using served = await serveThroughProxy();
  const { proxy, seen } = served;

  await proxy.refuse();
  await assert.rejects(() => fetch(`${proxy.url}/key`), TypeError);
  await proxy.accept();
  assert.equal(await (await fetch(`${proxy.url}/key`, { method: "PUT", body: "x" })).text(), "x");

  assert.equal(seen.length, 1);
});

Deno.test("faultProxy() resets when its server is down", async () => {
  await using proxy = await faultProxy("http://127.0.0.1:1");

  await assert.rejects(() => fetch(`${proxy.url}/key`), TypeError);

  assert.deepEqual(proxy.requests.map(({ status }) => status), [undefined]);
});

interface Served extends AsyncDisposable {
  readonly proxy: FaultProxy;
  /** Requests that reached the server; `size` is -1 when a body did not arrive whole. */
  readonly seen: {
    readonly method: string;
    readonly path: string;
    readonly host: string | null;
    size: number;
  }[];
}

/** A server that answers 201 and what it got, behind a proxy. */
async function serveThroughProxy(): Promise<Served> {
  const seen: Served["seen"] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const path = request.url.slice(new URL(request.url).origin.length);
    const entry = { method: request.method, path, host: request.headers.get("host"), size: -1 };
    seen.push(entry);
    const body = await request.bytes().catch(() => undefined);
    if (body === undefined) return new Response(null, { status: 400 });
    entry.size = body.length;
    return new Response(body, { status: 201 });
  });
  const proxy = await faultProxy(`http://127.0.0.1:${server.addr.port}`);
  return {
    proxy,
    seen,
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]();
      await server.shutdown();
    },
  };
}

function bytesOf(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => index * index % 251);
}

function differences(bytes: Uint8Array, wanted: Uint8Array): number[] {
  assert.equal(bytes.length, wanted.length);
  return [...wanted.keys()].filter((index) => bytes[index] !== wanted[index]);
}
