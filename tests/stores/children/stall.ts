import { localStore } from "../../../lib/stores/local_store.ts";

// Usage: stall.ts DIR     writes half of "key", prints a line, and waits for the rest until it is killed

const [dir = ""] = Deno.args;
await localStore(dir).write(
  "key",
  ReadableStream.from((async function* () {
    yield new Uint8Array(1_000_000);
    console.log("half");
    // Something must be pending, or Deno sees that nothing can come.
    await new Promise((resolve) => setInterval(resolve, 1_000_000));
  })()),
);
