const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** Bytes with two digits: `512 B`, `9.8 kB`, `71 kB`, `1.2 GB`. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}
