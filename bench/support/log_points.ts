import { logMetric, withRun } from "../../mod.ts";

// Usage: log_points.ts CALLS [URI]     prints how many milliseconds the calls took

const [calls = "0", uri = ""] = Deno.args;
await withRun({ trackingUri: uri === "" ? null : uri, flushSeconds: 0 }, () => {
  const begun = performance.now();
  for (let step = 0; step < Number(calls); step++) logMetric("loss", Math.random(), { step });
  console.log(performance.now() - begun);
});
