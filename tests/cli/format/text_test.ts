import assert from "node:assert/strict";
import { sparkline } from "../../../cli/format/sparkline.ts";
import { createStyle } from "../../../cli/format/style.ts";
import { padEnd, padStart, printable, truncateEnd, truncateMiddle } from "../../../cli/format/text.ts";
import { textWidth } from "../../../cli/format/text_width.ts";

Deno.test.each([
  ["", 0],
  ["penguins", 8],
  ["größe", 5],
  ["gro\u0308ße", 5],
  ["日本語", 6],
  ["▂▃▅ 344 → 333", 13],
  ["✓ ▸ ✗ ━╸", 8],
  ["🐧", 2],
  ["👩‍🔬", 2],
  ["\x1b[32mdone\x1b[39m", 4],
])("textWidth() of %s is %d columns", (text, width) => assert.equal(textWidth(text), width));

Deno.test("printable() shows control characters instead of sending them", () => {
  assert.equal(printable("a\x1b[31m\nb\u009bc\u202ed"), "a\\u001b[31m\\nb\\u009bc\\u202ed");
});

Deno.test("padEnd() and padStart() count columns, not characters", () => {
  assert.equal(padEnd("日本", 6), "日本  ");
  assert.equal(padStart("日本", 6), "  日本");
});

Deno.test("truncateMiddle() keeps both ends", () => {
  assert.equal(truncateMiddle("model_training_v2", 9), "mode…g_v2");
  assert.equal(truncateMiddle("short", 9), "short");
});

Deno.test("truncateEnd() and truncateMiddle() never exceed the width, whatever the letters", () => {
  for (const text of ["日本語日本語", "🐧🐧🐧🐧🐧", "penguins"]) {
    for (let width = 1; width < 9; width++) {
      assert.ok(textWidth(truncateEnd(text, width)) <= width, `${text} at ${width}`);
      assert.ok(textWidth(truncateMiddle(text, width)) <= width, `${text} at ${width}`);
    }
  }
});

Deno.test("createStyle() without colours leaves texts as they are", () => {
  const style = createStyle(false);

  assert.equal(style.red(style.bold("x")), "x");
});

Deno.test("createStyle() with colours closes what it opens", () => {
  assert.equal(createStyle(true).green("✓"), "\x1b[32m✓\x1b[39m");
});

Deno.test("sparkline() goes from the lowest to the highest bar", () => {
  assert.equal(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8), "▁▂▃▄▅▆▇█");
});

Deno.test("sparkline() averages more values than it has room for", () => {
  assert.equal(sparkline([0, 0, 7, 7], 2), "▁█");
});

Deno.test("sparkline() draws a constant in the middle and leaves gaps for what is no number", () => {
  assert.equal(sparkline([5, NaN, 5], 8), "▄ ▄");
  assert.equal(sparkline([NaN, NaN], 8), "  ");
  assert.equal(sparkline([], 8), "");
});
