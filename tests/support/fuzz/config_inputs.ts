import { below, type FuzzInput, mutate, pick, type Random } from "./inputs.ts";

const SCALARS = [
  "1",
  "yes",
  "0x1F",
  "12:30:45",
  "1e-3",
  "~",
  "text",
  "'it''s'",
  '"a\\tb"',
  "[1, [2, x]]",
  "{a: {b: 1}}",
  "${k0}",
  "2024-01-01",
];
const TOKENS = [
  ..."[]{}:,#&*!|>'\"%@`?-\t\n\r\0",
  "${",
  "}",
  "${k0}",
  "${globals:a, ${b:[1,{c:d}]}}",
  "\\${",
  "<<: *a",
  "&a",
  "*a",
  "!!int ",
  "!x ",
  "---\n",
  "...\n",
  "? ",
  "\u2028",
  "\ufeff",
  "😀",
  "__proto__: 1\n",
  "  ",
  "\r\n",
  "'",
  '"',
  "${oc.env:X}",
  "${.",
  "0b_",
  "1_",
  ".inf",
];

/** A configuration file that is fine, in lines. */
function makeLines(random: Random): string[] {
  const lines = ["k0: first", "anchor: &a {x: 1}"];
  const count = 1 + below(30, random);
  for (let at = 1; at <= count; at++) {
    lines.push(
      ...pick<() => readonly string[]>([
        () => [`k${at}: ${pick(SCALARS, random)}`],
        () => [
          `k${at}:`,
          `  deep: ${pick(SCALARS, random)}`,
          "  list:",
          `    - ${pick(SCALARS, random)}`,
          "    - x: 1",
          "      y: 2",
        ],
        () => [`k${at}: |`, "  line one", "", "   indented: not a key"],
        () => [`k${at}: >-`, "  folded", "  text"],
        () => ["", "# a comment: with a colon", `k${at}: {<<: *a, y: 2}`],
        () => [`k${at}: "quoted`, '  over lines"'],
        () => [`k${at}: [a,`, "  b,", "  c]"],
      ], random)(),
    );
  }
  return lines;
}

// Each is wrong at its own line, wherever it stands between top-level keys.
const MISTAKES = [
  "k0: again",
  "wrong: *nothing",
  "wrong: !!int text",
  "wrong: !tag x",
  "wrong: @x",
  "wrong: ${nothing.here}",
  "wrong: ${nobody:1}",
  "wrong: ${k0",
  "wrong: {<<: 5}",
  "wrong: {a: 1, a: 2}",
  "wrong: ${wrong}",
];

/** A configuration file: changed at random, or with one mistake of which the line is known. */
export function configInput(random: Random): FuzzInput {
  const lines = makeLines(random);
  const lineEnd = pick(["\n", "\r\n"], random);
  const encode = (text: string) => new TextEncoder().encode(text);
  if (random() < 0.5) return { bytes: mutate(encode(lines.join(lineEnd)), TOKENS, random) };
  // Between two keys of the top, below the first two.
  const places = lines.flatMap((line, index) => /^(?:k\d|#)/.test(line) && index > 1 ? [index] : []);
  const at = random() < 0.2 || places.length === 0 ? lines.length : pick(places, random);
  const mistake = pick(MISTAKES, random);
  return { bytes: encode(lines.toSpliced(at, 0, mistake).join(lineEnd)), wrongLine: at + 1 };
}
