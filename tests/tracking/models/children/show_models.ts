import { openEmbeddedStore } from "../../../../lib/tracking/embedded/embedded_store.ts";
import { readModel } from "../../../../lib/tracking/models/read_model.ts";

const [root = "", ...uris] = Deno.args;
await using store = openEmbeddedStore(root, { readOnly: true });
for (const uri of uris) console.log(Deno.inspect(await readModel(store, uri, { root })));
