import { s3Store } from "../../../../lib/stores/s3/s3_store.ts";

// Writes an object of three parts to the store that is named. Ends with 3 when it is told to end meanwhile.
const controller = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => controller.abort(new Error(signal)));
}
const store = s3Store(Deno.args[0] ?? "", { partSize: 5 * 1024 * 1024 });
try {
  await store.write("key", new Uint8Array(12 * 1024 * 1024), { signal: controller.signal });
} catch (error) {
  if (!controller.signal.aborted) throw error;
  Deno.exit(3);
}
Deno.exit(0);
