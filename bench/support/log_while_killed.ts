import { logMetric, withRun } from "../../mod.ts";

// Usage: log_while_killed.ts DIRECTORY     log_while_killed.py by Kedge

const [directory = "."] = Deno.args;
let acknowledged = 0;
let longest = 0;
await withRun({ directory, experiment: "killed" }, async () => {
  for (let step = 0; step < 400; step++) {
    const begun = performance.now();
    logMetric("loss", 1 / (step + 1), { step });
    acknowledged++;
    longest = Math.max(longest, (performance.now() - begun) / 1000);
    console.log(step + 1);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
});
console.log(JSON.stringify({ acknowledged, longest, flush: "returns", end: "returns" }));
