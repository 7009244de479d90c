import type { TrackingError } from "../../core/errors.ts";
import { searchError, type SearchText } from "./search_error.ts";
import { readTokens, type Token } from "./tokens.ts";

/** Goes through the tokens of a filter. */
export class TokenReader {
  /** The filter. */
  readonly source: SearchText;
  readonly #tokens: readonly Token[];
  #position = 0;

  /** Start at the beginning. */
  constructor(source: SearchText) {
    this.source = source;
    this.#tokens = readTokens(source);
  }

  /** The token that comes next. */
  peek(): Token {
    // The last token is never taken.
    return this.#tokens[this.#position] as Token;
  }

  /** Take the next token. */
  next(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#position++;
    return token;
  }

  /** Take a sign or a word when it comes next. */
  takes(text: string): boolean {
    const { kind, text: found } = this.peek();
    if ((kind !== "sign" && kind !== "word") || found.toUpperCase() !== text) return false;
    this.#position++;
    return true;
  }

  /** The error for a token that cannot stand where it stands. */
  unexpected(token: Token, wanted: string): TrackingError {
    const found = token.kind === "end"
      ? "it ends"
      : `found ${this.source.text.slice(token.start, token.end)}`;
    return searchError(this.source, token, `wanted ${wanted}, ${found}`);
  }
}
