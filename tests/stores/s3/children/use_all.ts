import { s3Store } from "../../../../lib/stores/lazy_stores.ts";

// Uses every operation of the store that is named, and prints what is in it at the end.
const store = s3Store(Deno.args[0] ?? "", Deno.args[1] === undefined ? {} : JSON.parse(Deno.args[1]));
const bytes = new TextEncoder().encode("hello");

await store.write("a b", bytes);
await store.write("new", bytes, { ifAbsent: true });
await store.write("large", new Uint8Array(13 * 1024 * 1024));
await store.copy("a b", "copy");
await new Response(await store.read("a b", { start: 1, end: 3 })).bytes();
await store.stat("large");
await store.delete("new");
for await (const leftover of store.leftovers?.list() ?? []) await store.leftovers?.remove(leftover);
console.log((await Array.fromAsync(store.list())).map(({ key }) => key).join(","));
