import { localStore } from "../../../lib/stores/local_store.ts";

// Usage: write_once.ts DIR KEY [if-absent]     writes an object, and prints a line when it is written

const [dir = "", key = "", how] = Deno.args;
await localStore(dir).write(key, new TextEncoder().encode("new"), { ifAbsent: how === "if-absent" });
console.log("written");
