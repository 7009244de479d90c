import { closestString } from "../deps/std/closest_string.ts";
import { levenshteinDistance } from "../deps/std/levenshtein_distance.ts";

/** The known word that somebody most likely meant, or `undefined` when none is near. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  const words = [...known];
  if (words.length === 0) return undefined;
  const best = closestString(word, words);
  const distance = levenshteinDistance(word.toLowerCase(), best.toLowerCase());
  const isNear = distance <= Math.max(1, Math.floor(Math.max(word.length, best.length) / 3)) ||
    sortLetters(word) === sortLetters(best);
  return isNear || (word.length >= 3 && best.toLowerCase().startsWith(word.toLowerCase())) ? best : undefined;
}

/** ` Did you mean "x"?` after a sentence, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const best = suggest(word, known);
  return best === undefined ? "" : `. Did you mean "${best}"?`;
}

// Swapped letters are one slip, which the distance counts as two.
function sortLetters(word: string): string {
  return [...word.toLowerCase()].sort().join("");
}
