import { logArtifact, logMetric, logMetrics, logParam, setTag, withRun } from "../../../mod.ts";

// Usage: log_until_killed.ts DIRECTORY     writes to a run for ever, and prints a line for everything that is stored

const [directory = "."] = Deno.args;
const encoder = new TextEncoder();

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
