/** What a scan found. */
export interface Scan {
  /** Where the last whole row ends. */
  readonly end: number;
  /** Which rows, from 0, are blank lines. The row that was open before counts as the first. */
  readonly blank: ReadonlySet<number>;
  /** Where something other than a separator or a line end follows a closing quote. */
  readonly wrong: number | undefined;
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** Follows the quotes of separated values (RFC 4180) from one piece of text to the next. */
export class RowScanner {
  readonly #separator: number;
  #state: "start" | "plain" | "quoted" | "closed" = "start";

  constructor(separator: string) {
    this.#separator = separator.charCodeAt(0);
  }

  /** Whether a quote is open after what was scanned. */
  get isInQuotes(): boolean {
    return this.#state === "quoted";
  }

  /** Go through the next piece of text. */
  scan(text: string): Scan {
    const blank = new Set<number>();
    let state = this.#state;
    let isBlank = state === "start";
    let row = 0;
    let end = 0;
    for (let at = 0; at < text.length; at++) {
      if (state === "quoted") {
        at = text.indexOf('"', at);
        if (at < 0) break;
        state = "closed";
        continue;
      }
      const char = text.charCodeAt(at);
      if (char === this.#separator) {
        state = "start";
        isBlank = false;
      } else if (char === LINE_FEED || char === CARRIAGE_RETURN) {
        if (char === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED) at++;
        if (isBlank) blank.add(row);
        row++;
        end = at + 1;
        state = "start";
        isBlank = true;
      } else if (char === QUOTE && state !== "plain") {
        // After a closing quote it is a quote within quotes.
        state = "quoted";
        isBlank = false;
      } else if (state === "closed") {
        return { end, blank, wrong: at };
      } else {
        state = "plain";
        if (char !== SPACE && char !== TAB) isBlank = false;
      }
    }
    this.#state = state;
    return { end, blank, wrong: undefined };
  }
}
