import { openEmbeddedStore, startRun } from "../../../mod.ts";

// Usage: print_tags.ts DIRECTORY [WORD...]     makes a run and prints its tags as JSON

const [directory = "."] = Deno.args;
await using store = openEmbeddedStore(directory);
const run = await startRun(store);
await run.end("FINISHED");
console.log(JSON.stringify((await store.getRun(run.id))?.tags));
