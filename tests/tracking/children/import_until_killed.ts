import { dirname } from "node:path";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { importRuns } from "../../../lib/tracking/transfer_runs.ts";

// Imports an archive into the store of a folder, until it is killed; first elsewhere, so that all of its code is there.
const [directory = "", archive = ""] = Deno.args;
const elsewhere = await Deno.makeTempDir({ dir: dirname(directory) });
{
  await using store = openEmbeddedStore(elsewhere);
  await importRuns(store, archive);
}
await using store = openEmbeddedStore(directory);
console.log("ready");
await importRuns(store, archive);
