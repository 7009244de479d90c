import { deserialize, serialize } from "node:v8";
import { reasonOf } from "../../core/describe_value.ts";
import type { ByteSource } from "../byte_source.ts";
import type { Codec } from "../codec.ts";
import { assertCloneable } from "./assert_cloneable.ts";

/** The form that V8 gives to structured clones. */
export const CLONE_CODEC: Codec = {
  type: "clone",
  encode(value): Uint8Array {
    assertCloneable(value);
    return new Uint8Array(serialize(value));
  },
  async decode(source): Promise<unknown> {
    const bytes = await source.bytes();
    assertNoPickle(bytes, source);
    try {
      return deserialize(bytes);
    } catch (cause) {
      throw source.problem(`Bytes must be a value saved as clone: ${reasonOf(cause)}`, { cause });
    }
  },
};

// A pickle of protocol 2 or later begins with the operation PROTO.
function assertNoPickle(bytes: Uint8Array, source: ByteSource): void {
  const [operation, protocol = 0] = bytes;
  if (operation !== 0x80 || protocol < 2 || protocol > 5) return;
  throw source.problem(
    `It is a Python pickle (protocol ${protocol}), which only Python reads, and which runs code when it is read: ` +
      "let Python save it as Parquet, JSON or text",
  );
}
