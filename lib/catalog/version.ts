/** A moment as the version of a dataset, as Kedro writes it: `2026-11-24T03.54.04.439Z`. */
export function formatVersion(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replaceAll(":", ".");
}
