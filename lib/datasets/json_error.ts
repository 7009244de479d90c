/** Where a text stops being JSON; its length when it ends too early. Engines tell the place for some mistakes only. */
export function jsonErrorAt(text: string): number {
  const scanner = new Scanner(text);
  if (scanner.value()) scanner.take(SPACE);
  return scanner.at;
}

const SPACE = /[ \t\r\n]*/y;
// deno-lint-ignore no-control-regex -- strings of JSON may not hold them
const STRING_PART = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const NUMBER_OR_WORD = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null/y;

// Each method goes on over what it names, and gives false where that is not there.
class Scanner {
  at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text);
    this.at += found?.[0].length ?? 0;
    return found !== null;
  }

  value(): boolean {
    this.take(SPACE);
    switch (this.#text[this.at]) {
      case '"':
        return this.#string();
      case "[":
        return this.#list("]", () => this.value());
      case "{":
        return this.#list("}", () => this.#string() && this.#char(":") && this.value());
      default:
        return this.take(NUMBER_OR_WORD);
    }
  }

  #string(): boolean {
    return this.take(STRING_PART) && this.#is('"');
  }

  #list(close: string, item: () => boolean): boolean {
    this.at++;
    if (this.#char(close)) return true;
    do {
      this.take(SPACE);
      if (!item()) return false;
    } while (this.#char(","));
    return this.#char(close);
  }

  #char(char: string): boolean {
    this.take(SPACE);
    return this.#is(char);
  }

  #is(char: string): boolean {
    if (this.#text[this.at] !== char) return false;
    this.at++;
    return true;
  }
}
