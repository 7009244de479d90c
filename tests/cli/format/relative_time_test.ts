import assert from "node:assert/strict";
import { formatRelativeTime, formatTime } from "../../../cli/format/relative_time.ts";

const NOW = new Date(2026, 10, 24, 10, 30, 0).getTime();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

Deno.test.each([
  [10_000, "just now"],
  [50_000, "1 min ago"],
  [9 * MINUTE, "9 min ago"],
  [59.6 * MINUTE, "1 h ago"],
  [4 * HOUR, "4 h ago"],
  [12 * HOUR, "yesterday"],
  [3 * 24 * HOUR, "3 days ago"],
])("formatRelativeTime() calls %d milliseconds ago %s", (age, text) => {
  assert.equal(formatRelativeTime(NOW - age, NOW), text);
});

Deno.test("formatRelativeTime() gives the day of what is long ago", () => {
  assert.equal(formatRelativeTime(new Date(2026, 2, 1).getTime(), NOW), "2026-03-01");
});

Deno.test("formatRelativeTime() does not speak of the future when clocks differ", () => {
  assert.equal(formatRelativeTime(NOW + 5000, NOW), "just now");
});

Deno.test("formatTime() gives local day and time", () => {
  assert.equal(formatTime(new Date(2026, 2, 1, 9, 4, 7).getTime()), "2026-03-01 09:04:07");
});
