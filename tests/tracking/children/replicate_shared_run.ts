import { logMetric, withRun } from "../../../mod.ts";

// Usage: replicate_shared_run.ts DIRECTORY URI PART     writes a part of a run that processes share, and copies it

const [directory = ".", trackingUri = "", part = "0"] = Deno.args;
await withRun({ directory, trackingUri, key: "shared", name: "shared" }, async () => {
  for (let i = 0; i < 500; i++) {
    logMetric("loss", i, { step: i * 3 + Number(part) });
    if (i % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 60));
  }
});
