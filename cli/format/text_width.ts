// Letters and signs that take one column and stand alone: Latin, punctuation, arrows, mathematics, lines, blocks, ticks.
// The runtime needs 10 ms to make its first segmenter, so that text of such characters does without.
const PLAIN =
  /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2190-\u21ff\u2200-\u22ff\u2500-\u25fc\u2713\u2717]*$/;
// deno-lint-ignore no-control-regex -- the sequences that createStyle() writes
const STYLES = /\u001b\[[0-9;]*m/g;
const WIDE =
  /^(\p{Emoji_Presentation}|.\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff]|[\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}])/u;
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;

/** Columns that a text takes on a terminal. Colours take none, East Asian letters and emoji two. */
export function textWidth(text: string): number {
  const bare = text.replace(STYLES, "");
  if (PLAIN.test(bare)) return bare.length;
  return characters(bare).reduce((sum, character) => sum + characterWidth(character), 0);
}

/** What a reader calls characters: a letter with its accents, a composed emoji. */
export function characters(text: string): string[] {
  return PLAIN.test(text)
    ? [...text]
    : Array.from(new Intl.Segmenter("en").segment(text), ({ segment }) => segment);
}

function characterWidth(character: string): number {
  if (ZERO.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
