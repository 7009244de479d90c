import { logMetric, withRun } from "../../mod.ts";

// Usage: write_points.ts DIRECTORY COUNT     logs so many points, and prints when it began and ended as JSON

const [directory = ".", count = "0"] = Deno.args;

await withRun({ directory }, () => {
  const begin = Date.now();
  for (let step = 0; step < Number(count); step++) logMetric("loss", Math.random(), { step });
  console.log(JSON.stringify({ begin, end: Date.now() }));
});
