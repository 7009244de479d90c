// The package ships no types, so each function gets its own.
import { closestString as untyped } from "npm:deno-std@1.4.0/text/closest_string.js";

/** The word most like `givenWord`. */
export const closestString: (
  givenWord: string,
  possibleWords: readonly string[],
  options?: { caseSensitive?: boolean; compareFn?: (a: string, b: string) => number },
) => string = untyped;
