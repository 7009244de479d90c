import assert from "node:assert/strict";
import { TextWriter } from "../../../lib/tracking/replication/text_writer.ts";

Deno.test("a TextWriter gives the UTF-8 of all that was written, however much and in whatever signs", () => {
  const writer = new TextWriter();
  const pieces = ["", "loss", "鳥".repeat(20_000), "🐧", "é".repeat(5), "a".repeat(100_000), "end"];

  for (const piece of pieces) writer.write(piece);

  assert.equal(new TextDecoder().decode(writer.bytes()), pieces.join(""));
});
