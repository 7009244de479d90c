const FIRST = 500;
const LONGEST = 30_000;
// A server that asks for hours is asked earlier; whoever waits longer than a minute has given up.
const LONGEST_ASKED = 60_000;

/** How long to wait before a request is repeated for the n-th time, counted from 0: twice as long each time, with some chance in it. */
export function retryDelay(repeats: number, random: () => number): number {
  return Math.min(LONGEST, FIRST * 2 ** repeats) * (0.5 + random() / 2);
}

/** What a server says about when to ask again, in milliseconds. A time of day is one of its own clock, which its answer shows. */
export function retryAfterOf(headers: Headers, now = Date.now()): number | undefined {
  const text = headers.get("retry-after")?.trim() ?? "";
  const clock = Date.parse(headers.get("date") ?? "") || now;
  const wanted = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - clock;
  return Number.isNaN(wanted) ? undefined : Math.min(Math.max(wanted, 0), LONGEST_ASKED);
}
