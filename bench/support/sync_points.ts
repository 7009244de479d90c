import { openEmbeddedStore, syncRuns } from "../../mod.ts";

// Usage: sync_points.ts DIRECTORY URI RUN     copies a run

const [directory = ".", uri = "", runId = ""] = Deno.args;
await using store = openEmbeddedStore(directory);
const { reason, unfinished } = await syncRuns(store, { uri, runs: [runId] });
if (reason !== undefined || unfinished.length > 0) throw new Error(`Not all was copied: ${reason}`);
