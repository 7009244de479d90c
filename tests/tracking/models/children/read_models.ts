import { openEmbeddedStore } from "../../../../lib/tracking/embedded/embedded_store.ts";
import { readModel } from "../../../../lib/tracking/models/read_model.ts";

const [directory = "", ...uris] = Deno.args;
await using store = openEmbeddedStore(directory, { readOnly: true });
const models: unknown[] = [];
for (const uri of uris) models.push(await readModel(store, uri));
console.log(JSON.stringify(models));
