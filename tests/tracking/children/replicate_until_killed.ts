import { logArtifact, logMetric, logParam, setTag, withRun } from "../../../mod.ts";

// Usage: replicate_until_killed.ts DIRECTORY URI     writes to a run that is copied, and prints a line for each point stored

const [directory = ".", trackingUri = ""] = Deno.args;
const encoder = new TextEncoder();

await withRun({ directory, trackingUri, experiment: "killed" }, async (run) => {
  acknowledge(`run ${run.id}`);
  for (let i = 0;; i++) {
    logMetric("loss", i / 7, { step: i });
    acknowledge(String(i));
    if (i % 5 === 0) logParam(`param ${i}`, i);
    if (i % 7 === 0) setTag("progress", i);
    if (i % 50 === 0) await logArtifact(encoder.encode(`artifact ${i}`), `artifacts/${i}.txt`);
    // Long enough for the copying to have begun when it is killed.
    if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
});

function acknowledge(line: string): void {
  const bytes = encoder.encode(`${line}\n`);
  for (let done = 0; done < bytes.length;) done += Deno.stdout.writeSync(bytes.subarray(done));
}
