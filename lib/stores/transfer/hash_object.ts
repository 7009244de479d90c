import { readChunks } from "../../core/bytes.ts";
import type { ObjectInfo, Store } from "../store.ts";

/** SHA-256 of an object in hexadecimal: what is known of it, else that of its bytes, which are read then. */
export async function hashObject(
  store: Store,
  info: ObjectInfo,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<string> {
  if (info.sha256 !== undefined) return info.sha256;
  // Loaded on use: it costs 20 ms, and Web Crypto cannot hash piece by piece.
  const { createHash } = await import(NODE_CRYPTO) as typeof import("node:crypto");
  const hash = createHash("sha256");
  const stream = await store.read(info.key, { signal, ifMatch: info.etag });
  for await (const chunk of readChunks(stream, { signal })) hash.update(chunk);
  return hash.digest("hex");
}

const NODE_CRYPTO: string = "node:crypto";
