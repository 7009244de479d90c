import { logMetric, openEmbeddedStore, withRun } from "../../../mod.ts";

// Usage: log_points.ts DIRECTORY COUNT [NAME]
// Logs so many points of a metric, one commit each, tells of data and texts that all share, and ends its run.

const [directory = ".", count = "0", name] = Deno.args;

await using store = openEmbeddedStore(directory);
await withRun({ directory, experiment: "crowd", name }, (run) => {
  for (let step = 0; step < Number(count); step++) {
    logMetric("loss", step / 3, { step });
    if (step % 50 !== 0) continue;
    const dataset = { name: `data ${step}`, digest: "1", sourceType: "local", source: "{}" };
    store.writeDatasetUses(run.id, [{ role: "input", dataset, time: step }]);
    store.writeSnapshots(run.id, [{ name: `text ${step}`, text: `text ${step}`, sha256: `${step}` }]);
  }
});
