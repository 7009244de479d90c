import { openEmbeddedStore, startRun } from "../../../mod.ts";

// Usage: begin_and_end.ts DIRECTORY COUNT     begins and ends so many runs, and looks for interrupted ones all the time

const [directory = ".", count = "0"] = Deno.args;
await using store = openEmbeddedStore(directory);
for (let i = 0; i < Number(count); i++) {
  await using run = await startRun(store);
  const interrupted = store.recoverInterrupted();
  if (interrupted.length > 0) throw new Error(`Runs taken for interrupted: ${interrupted.join(", ")}`);
  await run.end("FINISHED");
}
