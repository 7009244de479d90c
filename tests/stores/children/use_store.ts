import { toBytes } from "../../../lib/core/bytes.ts";
import { createLocator } from "../../../lib/stores/lazy_transfers.ts";

// Usage: use_store.ts FOLDER     does with a folder or bucket all that a store can, and prints what it read

const [folder = ""] = Deno.args;
const location = await createLocator()(folder);
const { store, prefix } = location.kind === "folder" ? location : fail();
const key = (name: string): string => prefix + name;
await store.write(key("a/b.txt"), new TextEncoder().encode("read back"), { ifAbsent: true });
await store.copy(key("a/b.txt"), key("c.txt"));
await store.write(key("large"), ReadableStream.from(chunks()));
const infos = await Array.fromAsync(store.list(prefix));
const text = new TextDecoder().decode(await toBytes(await store.read(key("c.txt"), { start: 0, end: 9 })));
for await (const leftover of store.leftovers?.list(prefix) ?? []) await store.leftovers?.remove(leftover);
for (const { key } of infos) await store.delete(key);
console.log(`${infos.length} objects, ${text}, ${await store.stat(key("c.txt")) ?? "gone"}`);
// Connections that are kept for the next request hold nobody up.

function fail(): never {
  throw new Error(`"${folder}" is no folder`);
}

function* chunks(): Iterable<Uint8Array> {
  for (let index = 0; index < 20; index++) yield new Uint8Array(1024 * 1024).fill(index);
}
