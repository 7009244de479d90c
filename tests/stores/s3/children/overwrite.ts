import { s3Store } from "../../../../lib/stores/s3/s3_store.ts";

// Usage: overwrite.ts URI     writes one version of "key" after the other, and prints the number of each that is written

const store = s3Store(Deno.args[0] ?? "", { partSize: 5 * 1024 * 1024 });
for (let version = 1;; version++) {
  // Every other version goes in parts. Each is full of its number, and of a length of its own.
  const size = version % 2 === 0 ? 11_000_000 + version : 100_000 + version;
  await store.write("key", new Uint8Array(size).fill(version % 256));
  console.log(version);
}
