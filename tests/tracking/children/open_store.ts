// Opens the store of a folder, for the tests that kill it meanwhile.
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";

await using store = openEmbeddedStore(Deno.args[0] ?? "");
await store.searchRuns({ maxResults: 1 });
