import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";

// Usage: read_and_write.ts DIRECTORY     prints the names of the runs, then what happens when one is made

const [directory = "."] = Deno.args;
await using store = openEmbeddedStore(directory);
const { items } = await store.searchRuns();
console.log(`runs: ${items.map(({ info }) => info.runName).join(", ")}`);
console.log(`interrupted: ${store.recoverInterrupted().length}`);
try {
  await store.createRun({ experimentId: "0", runName: "second" });
  console.log("written");
} catch (error) {
  console.log(String(error));
}
