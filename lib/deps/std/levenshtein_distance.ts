import { levenshteinDistance as untyped } from "npm:deno-std@1.4.0/text/levenshtein_distance.js";

/** How many letters must change to turn one word into the other. */
export const levenshteinDistance: (a: string, b: string) => number = untyped;
