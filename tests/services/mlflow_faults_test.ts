import assert from "node:assert/strict";
import { toBytes } from "../../lib/core/bytes.ts";
import { openMlflowStore } from "../../mod.ts";
import { type FaultProxy, faultProxy } from "../support/fault_proxy.ts";
import type { ProxyFault } from "../support/fault_proxy/fault.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";

const mlflow = sharedMlflow();

// What the network does to a MlflowStore: everything it says is done is on the server, once.

const OPTIONS = { variable: () => undefined, timeout: 5000 };
const FAULTS: readonly ProxyFault[] = [
  { kind: "reset" },
  { kind: "lose-answer" },
  { kind: "cut", after: 1 },
  { kind: "stall", after: 1 },
  { kind: "hang" },
  { kind: "status", status: 503, headers: { "retry-after": "0" } },
  { kind: "status", status: 429, headers: { "retry-after": "0" } },
  { kind: "status", status: 500 },
];

async function proxied(): Promise<FaultProxy> {
  await mlflow().clear();
  return await faultProxy(mlflow().url);
}

const nameOf = (fault: ProxyFault): string => fault.kind === "status" ? String(fault.status) : fault.kind;

for (const fault of FAULTS) {
  testWithMlflow(
    `what a MlflowStore writes and reads is whole and there once, after ${nameOf(fault)}`,
    async () => {
      await using proxy = await proxied();
      await using store = await openMlflowStore(proxy.url, OPTIONS);
      const { info: { runId } } = await store.createRun({ experimentId: "0", runName: "auk" });
      const metrics = Array.from(
        { length: 2500 },
        (_, step) => ({ key: "loss", value: step, step, timestamp: 1 }),
      );
      const routes = ["runs/log-batch", "runs/update", "metrics/get-history", "runs/get", "artifacts/"];
      // Silence is waited for as long as it takes on a busy machine: not at each of them.
      const isSilence = fault.kind === "hang" || fault.kind === "stall";
      const met = isSilence ? routes.slice(0, 2) : routes;
      for (const path of met) proxy.inject({ path }, fault);

      await store.logBatch(runId, { params: [["trees", "100"]], metrics });
      await store.writeArtifact(runId, "a.txt", new TextEncoder().encode("hello"));
      await store.updateRun(runId, { status: "FINISHED", endTime: 5 });
      const history = await store.getMetricHistory(runId, "loss");
      const run = await store.getRun(runId);

      assert.deepEqual(history, metrics);
      assert.deepEqual([run?.params, run?.info.status, run?.info.endTime], [{ trees: "100" }, "FINISHED", 5]);
      const text = await new Response(await store.readArtifact(runId, "a.txt")).text();
      assert.equal(text, "hello");
      assert.equal(proxy.requests.filter((request) => request.fault !== undefined).length, met.length);
    },
  );
}

testWithMlflow(
  "a MlflowStore makes no second run when the answer to the first is lost, and says so",
  async () => {
    await using proxy = await proxied();
    await using store = await openMlflowStore(proxy.url, OPTIONS);
    proxy.inject({ path: "runs/create" }, { kind: "lose-answer" });

    await assert.rejects(
      store.createRun({ experimentId: "0", runName: "auk" }),
      /^TrackingError: Cannot make a run/,
    );

    assert.deepEqual((await store.searchRuns()).items.map(({ info }) => info.runName), ["auk"]);
  },
);

testWithMlflow("a MlflowStore makes a run when the server was not there the first time", async () => {
  await using proxy = await proxied();
  await using store = await openMlflowStore(proxy.url, OPTIONS);
  await proxy.refuse();

  const making = store.createRun({ experimentId: "0", runName: "auk" });
  await proxy.accept();
  await making;

  assert.deepEqual((await store.searchRuns()).items.map(({ info }) => info.runName), ["auk"]);
});

for (const range of [{}, { start: 1000, end: 3_000_000 }]) {
  const part = range.start === undefined ? "a whole artifact" : "a part of one";
  testWithMlflow(`a MlflowStore goes on reading ${part} where the connection broke, also twice`, async () => {
    await using proxy = await proxied();
    await using store = await openMlflowStore(proxy.url, OPTIONS);
    const { info: { runId } } = await store.createRun({ experimentId: "0" });
    const bytes = new Uint8Array(4_000_000).map((_, i) => i * 7 >> 8);
    await store.writeArtifact(runId, "large", bytes);
    const path = "/artifacts/large";
    proxy.inject({ method: "GET", path }, { kind: "stall", after: 1_000_000 });
    proxy.inject({ method: "GET", path }, { kind: "stall", after: 500_000 });

    const read = await toBytes(await store.readArtifact(runId, "large", range));

    assert.deepEqual(read, bytes.slice(range.start, range.end));
    const asked = proxy.requests.filter(({ method, path: at }) => method === "GET" && at.endsWith(path));
    assert.ok(asked.length >= 3);
  });
}

testWithMlflow(
  "a MlflowStore does not mix two artifacts when one is replaced while the connection is broken",
  async () => {
    await using proxy = await proxied();
    await using store = await openMlflowStore(proxy.url, OPTIONS);
    const { info: { runId } } = await store.createRun({ experimentId: "0" });
    await store.writeArtifact(runId, "large", new Uint8Array(4_000_000));
    proxy.inject({ method: "GET", path: "/artifacts/large" }, { kind: "stall", after: 1_000_000 });

    const stream = await store.readArtifact(runId, "large");
    await store.writeArtifact(runId, "large", new Uint8Array(5_000_000).fill(1));

    await assert.rejects(toBytes(stream), /does not answer/);
  },
);
