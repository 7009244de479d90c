import { logMetric, withRun } from "../../../mod.ts";

// Usage: log_points.ts DIRECTORY COUNT [NAME]     logs so many points of a metric, one commit each, and ends its run

const [directory = ".", count = "0", name] = Deno.args;

await withRun({ directory, experiment: "crowd", name }, () => {
  for (let step = 0; step < Number(count); step++) logMetric("loss", step / 3, { step });
});
