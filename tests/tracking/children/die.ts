import { logMetric, withRun } from "../../../mod.ts";

// Usage: die.ts DIRECTORY     begins a run, logs a point, prints the id of the run and is gone without a word

const [directory = "."] = Deno.args;
await withRun({ directory }, (run) => {
  logMetric("loss", 1);
  console.log(run.id);
  Deno.kill(Deno.pid, "SIGKILL");
});
