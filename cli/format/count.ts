/** A count of things: `344`, `12.3 k`, `1.2 M`. */
export function formatCount(count: number): string {
  if (count < 10_000) return String(count);
  if (count < 999_950) return `${round(count / 1e3)} k`;
  if (count < 999_950_000) return `${round(count / 1e6)} M`;
  return `${round(count / 1e9)} G`;
}

/** A count and its noun: `1 node`, `2 nodes`. */
export function formatNoun(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** How long the history of a metric is: `100 steps`; `2 points` when one step has several. */
export function formatHistory(points: readonly { readonly step: number }[]): string {
  const steps = new Set(points.map(({ step }) => step)).size;
  return steps === points.length ? formatNoun(steps, "step") : formatNoun(points.length, "point");
}

function round(value: number): string {
  return value < 99.95 ? value.toFixed(1).replace(/\.0$/, "") : String(Math.round(value));
}
