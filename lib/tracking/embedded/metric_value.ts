/** A value of a metric as SQLite can hold it, which has no NaN. */
export function toSqlValue(value: number): number | string {
  return Number.isNaN(value) ? "NaN" : value;
}

/** The number that {@linkcode toSqlValue} stored. */
export function fromSqlValue(stored: number | string): number {
  return typeof stored === "string" ? NaN : stored;
}
