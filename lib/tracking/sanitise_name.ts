/** A name with `_` for every sign that MLflow refuses in names of params, metrics and tags. */
export function sanitiseName(name: string): string {
  return name.replace(/[^\p{L}\p{N}_/.\- :]/gu, "_");
}
