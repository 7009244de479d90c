import { toBytes } from "../../../lib/core/bytes.ts";
import { StoreError } from "../../../lib/core/errors.ts";
import { localStore } from "../../../lib/stores/local_store.ts";

// Usage: try_store.ts DIR OPERATION:KEY...     prints what became of each, as JSON

const [dir = "", ...operations] = Deno.args;
const store = localStore(dir);
const outcomes: Record<string, unknown> = {};
for (const operation of operations) {
  const [verb, key = ""] = operation.split(":");
  outcomes[operation] = await perform(verb, key).catch((error: unknown) =>
    error instanceof StoreError
      ? { kind: error.kind, uri: error.uri, message: error.message }
      : { error: String(error) }
  );
}
console.log(JSON.stringify(outcomes));

async function perform(verb: string | undefined, key: string): Promise<unknown> {
  switch (verb) {
    case "read":
      return new TextDecoder().decode(await toBytes(await store.read(key)));
    case "write":
      return await store.write(key, new TextEncoder().encode("new"));
    case "stat":
      return await store.stat(key) ?? null;
    case "list":
      return await Array.fromAsync(store.list(key));
    case "delete":
      return await store.delete(key) ?? null;
    default:
      throw new Error(`No such operation: ${verb}`);
  }
}
