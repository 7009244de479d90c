import { localStore } from "../../../lib/stores/local_store.ts";

// Usage: stop_at.ts DIR STEP     writes "key"; prints a line at that step, and waits there until it is killed

const [dir = "", step = ""] = Deno.args;
const { rename, link } = Deno;

Deno.rename = async (from, to) => {
  await stop("before rename");
  await rename(from, to);
  await stop("after rename");
};
Deno.link = async (from, to) => {
  await stop("before link");
  await link(from, to);
  await stop("after link");
};
await localStore(dir).write("key", new TextEncoder().encode("new"), { ifAbsent: step.endsWith("link") });

async function stop(at: string): Promise<void> {
  if (at !== step) return;
  console.log("stopped");
  // Something must be pending, or Deno sees that nothing can come.
  await new Promise((resolve) => setInterval(resolve, 1_000_000));
}
