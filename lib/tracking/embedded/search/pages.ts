import { invalid } from "../../limits.ts";

/** A page of rows, and how to ask for the next one. */
export interface RowPage<Row> {
  /** The rows. */
  readonly rows: readonly Row[];
  /** Token of the next page. */
  readonly nextPageToken: string | undefined;
}

/** Turns the place where a page begins into a token and back. */
export interface PageTokens<Place> {
  /** Make a token. */
  write(place: Place): string;
  /** Read a token that somebody sent. */
  read(token: string, things: string): Place;
}

/** Pages that begin after a run. */
export const START_PAGES: PageTokens<{ readonly startTime: number; readonly run: number }> = {
  write: ({ startTime, run }) => encode([startTime, run]),
  read: (token, things) => {
    const [startTime, run] = decode(token);
    if (typeof startTime === "number" && typeof run === "number") return { startTime, run };
    throw notAToken(token, things);
  },
};

/** Pages that begin after so many rows. */
export const OFFSET_PAGES: PageTokens<number> = {
  write: (offset) => encode([offset]),
  read: (token, things) => {
    const [offset, ...others] = decode(token);
    if (Number.isSafeInteger(offset) && Number(offset) >= 0 && others.length === 0) return Number(offset);
    throw notAToken(token, things);
  },
};

function encode(place: readonly number[]): string {
  return btoa(JSON.stringify(place));
}

function decode(token: string): readonly unknown[] {
  try {
    const place: unknown = JSON.parse(atob(token));
    return Array.isArray(place) ? place : [];
  } catch {
    return [];
  }
}

function notAToken(token: string, things: string): Error {
  return invalid(`Cannot search ${things}: "${token}" is not a page token of this search`);
}
