import { logMetric, withRun } from "../../../mod.ts";

// Usage: block_thread.ts DIRECTORY URI     logs for a moment without a pause, says so, and computes on for a long time

const [directory = ".", trackingUri = ""] = Deno.args;
await withRun({ directory, trackingUri, name: "blocked", flushSeconds: 0 }, () => {
  const begun = performance.now();
  for (let step = 0; performance.now() - begun < 600; step++) logMetric("loss", step, { step });
  Deno.stdout.writeSync(new TextEncoder().encode("blocked\n"));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 120_000);
});
