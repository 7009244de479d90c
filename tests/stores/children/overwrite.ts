import { localStore } from "../../../lib/stores/local_store.ts";

// Usage: overwrite.ts DIR     writes one version of "key" after the other, and prints the number of each that is written

const [dir = ""] = Deno.args;
const store = localStore(dir);
for (let version = 1;; version++) {
  // Every version is full of its number, in several chunks.
  const chunk = new Uint8Array(100_000).fill(version % 256);
  await store.write("key", ReadableStream.from([chunk, chunk, chunk]));
  console.log(version);
}
