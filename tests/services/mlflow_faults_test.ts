import assert from "node:assert/strict";
import { openMlflowStore } from "../../mod.ts";
import { type FaultProxy, faultProxy } from "../support/fault_proxy.ts";
import type { ProxyFault } from "../support/fault_proxy/fault.ts";
import { sharedMlflow, testWithMlflow } from "../support/mlflow_server.ts";

const mlflow = sharedMlflow();

// What the network does to a MlflowStore: everything it says is done is on the server, once.

const OPTIONS = { variable: () => undefined, timeout: 500 };
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
      for (const path of routes) proxy.inject({ path }, fault);

      await store.logBatch(runId, { params: [["trees", "100"]], metrics });
      await store.writeArtifact(runId, "a.txt", new TextEncoder().encode("hello"));
      await store.updateRun(runId, { status: "FINISHED", endTime: 5 });
      const history = await store.getMetricHistory(runId, "loss");
      const run = await store.getRun(runId);

      assert.deepEqual(history, metrics);
      assert.deepEqual([run?.params, run?.info.status, run?.info.endTime], [{ trees: "100" }, "FINISHED", 5]);
      const text = await new Response(await store.readArtifact(runId, "a.txt")).text();
      assert.equal(text, "hello");
      assert.equal(proxy.requests.filter((request) => request.fault !== undefined).length, routes.length);
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
