import assert from "node:assert/strict";
import { createStyle } from "../../../../cli/format/style.ts";
import { formatLogLine } from "../../../../cli/run/progress/log_line.ts";

const PLAIN = createStyle(false);

Deno.test("formatLogLine() names the node, and the level where it matters", () => {
  const lines = [
    formatLogLine({ level: "info", node: "clean", message: "dropped 11 rows" }, PLAIN),
    formatLogLine({ level: "warn", node: "clean", message: "no mass" }, PLAIN),
    formatLogLine({ level: "error", message: "alone" }, PLAIN),
  ];

  assert.deepEqual(lines, ["  clean  dropped 11 rows\n", "  clean  warn: no mass\n", "  error: alone\n"]);
});

Deno.test("formatLogLine() lets no control characters through", () => {
  assert.equal(formatLogLine({ level: "info", message: "a\x1b[2Jb" }, PLAIN), "  a\\u001b[2Jb\n");
});
