import { invalid } from "./limits.ts";

/** A page of results. */
export interface Page<T> {
  /** The results. */
  readonly items: readonly T[];
  /** Ask with it for the next page; `undefined` on the last. */
  readonly nextPageToken: string | undefined;
}

const LARGEST_PAGE = 50_000;

/** Refuse a page that is empty or too large. */
export function checkMaxResults(maxResults: number, things: string): void {
  if (Number.isInteger(maxResults) && maxResults >= 1 && maxResults <= LARGEST_PAGE) return;
  throw invalid(
    `Cannot search ${things} as maxResults must be between 1 and ${LARGEST_PAGE}: current value is ${maxResults}`,
  );
}
