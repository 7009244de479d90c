const BARS = "▁▂▃▄▅▆▇█";

/** Values as a row of small bars, at most `width` of them: `▂▃▅▆▇`. Values that are no finite number leave a gap. */
export function sparkline(values: readonly number[], width: number): string {
  const points = values.length > width ? average(values, width) : values;
  const finite = points.filter(Number.isFinite);
  const low = Math.min(...finite);
  const range = Math.max(...finite) - low;
  return points.map((value) => {
    if (!Number.isFinite(value)) return " ";
    const level = range > 0 ? Math.round(((value - low) / range) * (BARS.length - 1)) : 3;
    return BARS[level];
  }).join("");
}

function average(values: readonly number[], width: number): number[] {
  return Array.from({ length: width }, (_, index) => {
    const start = Math.floor((index * values.length) / width);
    const end = Math.floor(((index + 1) * values.length) / width);
    const part = values.slice(start, end).filter(Number.isFinite);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}
