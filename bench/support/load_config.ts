import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { loadConfig } from "../../lib/config/load_config.ts";

// Usage: load_config.ts FOLDER config|catalog; prints the milliseconds that loading took, without start-up

const [root = "", until] = Deno.args;
const start = performance.now();
const { catalog } = await loadConfig({ root });
if (until === "catalog") {
  createCatalog({ root, entries: catalog.data as Record<string, Record<string, unknown>> });
}
console.log(performance.now() - start);
