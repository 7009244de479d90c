import assert from "node:assert/strict";
import { readSurface, SURFACE_FILE } from "../../tasks/surface.ts";

Deno.test("mod.ts exports what tests/repo/surface.txt says", async () => {
  const actual = await readSurface();

  const written = await Deno.readTextFile(SURFACE_FILE);
  const added = actual.split("\n").filter((line) => !written.split("\n").includes(line));
  const removed = written.split("\n").filter((line) => !actual.split("\n").includes(line));
  assert.deepEqual(
    { added, removed },
    { added: [], removed: [] },
    [
      `mod.ts has new exports: ${added.join(", ") || "none"}; it lost: ${removed.join(", ") || "none"}.`,
      "Each is a promise to users. If it is meant, run `deno task surface` and say so in CHANGELOG.md.",
    ].join("\n"),
  );
});
