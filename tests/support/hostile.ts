import fc from "npm:fast-check@4.10.2";

/** Pieces of names that somebody may use to get out of a folder, or that systems read in their own way. */
const PIECE: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "..",
    ".",
    "",
    "%2e%2e",
    "%2E%2E%2F",
    "..%5c",
    "..\\..",
    "\\",
    "C:",
    "c:\\windows",
    "\\\\host\\share",
    "~",
    "a\0b",
    "\0",
    "x".repeat(300),
    "e\u0301",
    "\u00e9",
    "\u202e",
    "\uff0e\uff0e",
    "\u2215",
    " ",
    "con",
    "aux.txt",
    "a.",
    "file:",
    "a:b",
    "..;",
    "{a}",
    "$HOME",
  ),
  fc.stringMatching(/^[a-z]{1,8}$/),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);

/** A path of such pieces, relative or absolute. */
export function hostilePath(): fc.Arbitrary<string> {
  return fc.tuple(
    fc.constantFrom("", "", "", "/", "//", "./"),
    fc.array(PIECE, { minLength: 1, maxLength: 6 }),
  )
    .map(([start, pieces]) => start + pieces.join("/"));
}
