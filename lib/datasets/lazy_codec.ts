import type { Codec } from "./codec.ts";
import { once } from "../core/once.ts";

/** A format whose code is read when it is first used: `open` brings it. */
export function lazyCodec(type: string, open: () => Promise<Codec>): Codec {
  const codec = once(open);
  return {
    type,
    encode: async (value) => await (await codec()).encode(value),
    decode: async (source) => await (await codec()).decode(source),
  };
}
