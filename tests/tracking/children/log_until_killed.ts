import {
  logArtifact,
  logMetric,
  logMetrics,
  logParam,
  openEmbeddedStore,
  setTag,
  withRun,
} from "../../../mod.ts";

// Usage: log_until_killed.ts DIRECTORY     writes to a run for ever, and prints a line for everything that is stored

const [directory = "."] = Deno.args;
const encoder = new TextEncoder();

await using store = openEmbeddedStore(directory);
await withRun({ directory, experiment: "killed" }, async (run) => {
  acknowledge(`run ${run.id}`);
  for (let i = 0;; i++) {
    logMetric("loss", i / 7, { step: i });
    acknowledge(`metric ${i}`);
    if (i % 5 === 0) {
      logParam(`param ${i}`, i);
      acknowledge(`param ${i}`);
    }
    if (i % 7 === 0) {
      setTag("progress", i);
      acknowledge(`tag ${i}`);
    }
    if (i % 11 === 0) {
      logMetrics({ accuracy: i, f1: -i }, { step: i });
      acknowledge(`batch ${i}`);
    }
    if (i % 13 === 0) {
      const dataset = { name: `data ${i}`, digest: `${i}`, sourceType: "local", source: "{}" };
      store.writeDatasetUses(run.id, [{ role: "input", dataset, time: i, tags: { n: `${i}` } }]);
      acknowledge(`dataset ${i}`);
    }
    if (i % 17 === 0) {
      // Every run shares these.
      store.writeSnapshots(run.id, [{ name: `text ${i}`, text: `text ${i}`, sha256: `${i}` }]);
      acknowledge(`snapshot ${i}`);
    }
    if (i % 50 === 0) {
      await logArtifact(encoder.encode(`artifact ${i}`), `artifacts/${i}.txt`);
      acknowledge(`artifact ${i}`);
    }
  }
});

function acknowledge(line: string): void {
  const bytes = encoder.encode(`${line}\n`);
  for (let done = 0; done < bytes.length;) done += Deno.stdout.writeSync(bytes.subarray(done));
}
