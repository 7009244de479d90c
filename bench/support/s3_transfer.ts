import { localStore } from "../../lib/stores/local_store.ts";
import { s3Store } from "../../lib/stores/lazy_stores.ts";
import { mapPool } from "../../lib/core/pool.ts";

// Usage: s3_transfer.ts up|down|put|get FOLDER; the bucket is "bench", the server that of AWS_ENDPOINT_URL

/** How many small objects. */
const COUNT = 1000;

const [what, folder = "."] = Deno.args;
const bucket = s3Store("s3://bench");
const files = localStore(folder);
const names = Array.from({ length: COUNT }, (_, index) => `small/${index}`);
const small = new Uint8Array(1000).fill(1);

switch (what) {
  case "up":
    await bucket.write("kedge", await files.read("file"));
    break;
  case "down":
    await files.write("kedge", await bucket.read("aws"));
    break;
  case "down-kedge":
    await files.write("kedge", await bucket.read("kedge"));
    break;
  case "put":
    await mapPool(names, 16, (name) => bucket.write(name, small));
    break;
  case "get":
    await mapPool(names, 16, async (name) => await new Response(await bucket.read(name)).bytes());
    break;
}
