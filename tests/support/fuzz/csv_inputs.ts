import { below, type FuzzInput, mutate, pick, type Random } from "./inputs.ts";

const CELLS = [
  "1",
  "-2.5",
  "1e9",
  "true",
  "NA",
  "",
  "text",
  '"a, b"',
  '"say ""hi"""',
  '"two\nlines"',
  '"\r\n"',
  "é😀",
  "9007199254740993",
];
const TOKENS = [
  '"',
  '""',
  ",",
  "\n",
  "\r",
  "\r\n",
  "\0",
  "\ufeff",
  ",,,",
  '"\n',
  "NA",
  "\u2028",
  "x".repeat(200),
];

/** A table: changed at random, or with one row too long, of which the line is known. */
export function csvInput(random: Random): FuzzInput {
  const width = 2 + below(4, random);
  const lineEnd = pick(["\n", "\r\n"], random);
  const rows = Array.from(
    { length: 1 + below(20, random) },
    () => Array.from({ length: width }, () => pick(CELLS, random)).join(","),
  );
  const header = Array.from({ length: width }, (_, index) => `c${index}`).join(",");
  const encode = (lines: readonly string[]) => new TextEncoder().encode([header, ...lines, ""].join(lineEnd));
  if (random() < 0.5) return { bytes: mutate(encode(rows), TOKENS, random) };
  const at = below(rows.length + 1, random);
  const mistake = pick([Array(width + 1).fill("1").join(","), `"a"b${",1".repeat(width - 1)}`], random);
  const above = [header, ...rows.slice(0, at)].join(lineEnd) + lineEnd;
  const wrongLine = above.split(/\r\n|\r|\n/).length;
  return { bytes: encode(rows.toSpliced(at, 0, mistake)), wrongLine };
}
