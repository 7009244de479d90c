import { searchError, type SearchText, type Span } from "./search_error.ts";

/** What a token is. */
export type TokenKind = "word" | "quoted" | "number" | "sign" | "end";

/** A part of a filter that belongs together. */
export interface Token extends Span {
  /** What it is: `quoted` is text in quotes or back-ticks. */
  readonly kind: TokenKind;
  /** A word, sign or number as it stands; what stands in quotes. */
  readonly text: string;
  /** The quote around it. */
  readonly quote?: string | undefined;
}

const BLANKS = /\s+/y;
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/y;
const SIGN = /!=|<=|>=|<>|==|[=<>.,()]/y;

/** The tokens of a filter, with one at the end that marks it. */
export function readTokens(source: SearchText): readonly Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  let position = match(BLANKS, text, 0).length;
  while (position < text.length) {
    const token = readToken(source, position);
    tokens.push(token);
    position = token.end + match(BLANKS, text, token.end).length;
  }
  return [...tokens, { kind: "end", text: "", start: text.length, end: text.length }];
}

function readToken(source: SearchText, start: number): Token {
  const { text } = source;
  const quote = text.charAt(start);
  if (quote === "'" || quote === '"' || quote === "`") return readQuoted(source, start, quote);
  for (const [kind, pattern] of [["word", WORD], ["number", NUMBER], ["sign", SIGN]] as const) {
    const found = match(pattern, text, start);
    if (found !== "") return { kind, text: found, start, end: start + found.length };
  }
  const sign = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const hint = /[-/:]/.test(sign)
    ? `; names with other signs than letters, digits, "_" and "." stand in back-ticks`
    : "";
  throw searchError(source, { start, end: start + sign.length }, `"${sign}" cannot stand here${hint}`);
}

// A quote inside is written twice, or the text stands in the other kind of quotes.
function readQuoted(source: SearchText, start: number, quote: string): Token {
  const { text } = source;
  let content = "";
  for (let from = start + 1;;) {
    const at = text.indexOf(quote, from);
    if (at < 0) {
      throw searchError(
        source,
        { start, end: text.length },
        `the text that begins with ${quote} does not end`,
      );
    }
    content += text.slice(from, at);
    if (text.charAt(at + 1) !== quote) return { kind: "quoted", text: content, quote, start, end: at + 1 };
    content += quote;
    from = at + 2;
  }
}

function match(pattern: RegExp, text: string, position: number): string {
  pattern.lastIndex = position;
  return pattern.exec(text)?.[0] ?? "";
}
