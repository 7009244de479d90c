import type { Argument, Expression, Template } from "./expression.ts";
import { InterpolationError } from "./interpolation_error.ts";
import { readArgument } from "./read_argument.ts";

// The grammar of OmegaConf, which Kedro uses. Recorded cases: theme "interpolation" of the configuration vectors.

/** Whether a text holds interpolations, or escaped ones. */
export function hasInterpolation(text: string): boolean {
  return text.includes("${");
}

/**
 * Cut a text into what is written as it is and what stands for something else. `\${` is a literal `${`.
 *
 * @throws {InterpolationError} When it is malformed.
 */
export function parseTemplate(text: string): Template {
  return new TemplateParser(text).readText();
}

/**
 * Read what `oc.decode` is given: one argument of a function, as text.
 *
 * @throws {InterpolationError} When it is malformed.
 */
export function parseArgument(text: string): Argument {
  return new TemplateParser(text).readOnlyArgument();
}

// Enough for any hand; deeper ones would exhaust the stack.
const MAX_DEPTH = 40;

const CALL = /\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*:\s*/y;
const KEY = /[^\\{}()[\]:.\s'"$,]+/y;
const SPACES = /\s*/y;
const SLASHES = /\\+/y;
const TEXT = /[^\\$]+/y;
// Up to the next character that may mean something.
const PLAIN = /[^\\$,[\]{}'"]+/y;

class TemplateParser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readText(): Template {
    const parts: (string | Expression)[] = [];
    while (this.#at < this.#text.length) this.#readPiece(parts, TEXT);
    return joinTexts(parts);
  }

  readOnlyArgument(): Argument {
    const argument = this.#readArgument();
    if (this.#at < this.#text.length) this.#refuse("there is something after its end");
    return argument;
  }

  // One run of backslashes, one expression, or plain text.
  #readPiece(parts: (string | Expression)[], plain: RegExp, quote = ""): void {
    const slashes = this.#text[this.#at] === "\\" ? this.#take(SLASHES) : "";
    const isQuote = quote !== "" && this.#text[this.#at] === quote;
    if (slashes !== "" && (isQuote || this.#isAtOpening())) {
      // Two stand for one; one that is left over makes a literal of what follows.
      parts.push("\\".repeat(Math.floor(slashes.length / 2)));
      if (slashes.length % 2 === 1) parts.push(this.#take(isQuote ? /./y : /\$\{/y));
    } else if (slashes !== "") parts.push(slashes);
    else if (this.#isAtOpening()) parts.push(this.#readExpression());
    else parts.push(this.#take(plain) || this.#take(/[^]/y));
  }

  #isAtOpening(): boolean {
    return this.#text.startsWith("${", this.#at);
  }

  #readExpression(): Expression {
    return this.#nested(() => {
      const start = this.#at;
      this.#at += 2;
      CALL.lastIndex = this.#at;
      const call = CALL.exec(this.#text);
      if (call === null) return this.#readReference(start);
      this.#at = CALL.lastIndex;
      const args = this.#text[this.#at] === "}" ? [] : this.#readList("}");
      this.#expect("}");
      return { kind: "call", resolver: call[1] ?? "", args, written: this.#text.slice(start, this.#at) };
    });
  }

  #readReference(start: number): Expression {
    this.#take(SPACES);
    const up = this.#take(/\.*/y).length;
    const keys: Template[] = [];
    for (let isFirst = true;; isFirst = false) {
      if (this.#skip("[")) {
        keys.push(this.#readKey());
        this.#expect("]");
      } else if (isFirst || this.#skip(".")) keys.push(this.#readKey());
      else break;
    }
    this.#take(SPACES);
    this.#expect("}");
    return { kind: "reference", up, keys, written: this.#text.slice(start, this.#at) };
  }

  #readKey(): Template {
    const parts: (string | Expression)[] = [];
    for (;;) {
      if (this.#isAtOpening()) parts.push(this.#readExpression());
      else {
        const key = this.#take(KEY) || this.#take(/\$/y);
        if (key === "") break;
        parts.push(key);
      }
    }
    if (parts.length === 0) this.#refuse("a key is missing");
    return joinTexts(parts);
  }

  #readList(end: string): Argument[] {
    const items = [this.#readArgument()];
    while (this.#skip(",")) items.push(this.#readArgument());
    if (this.#text[this.#at] !== end) this.#refuse(`${end} is missing`);
    return items;
  }

  #readArgument(): Argument {
    return this.#nested(() => {
      this.#take(SPACES);
      const argument = this.#readBare();
      this.#take(SPACES);
      return argument;
    });
  }

  #readBare(): Argument {
    const first = this.#text[this.#at];
    if (first === "[") return this.#readItems();
    if (first === "{") return this.#readEntries();
    if (first === "'" || first === '"') return this.#readQuoted(first);
    return this.#readUnquoted();
  }

  #readItems(): Argument {
    this.#expect("[");
    this.#take(SPACES);
    const items = this.#text[this.#at] === "]" ? [] : this.#readList("]");
    this.#expect("]");
    return { kind: "list", items };
  }

  #readEntries(): Argument {
    const entries: (readonly [string, Argument])[] = [];
    this.#expect("{");
    this.#take(SPACES);
    while (this.#text[this.#at] !== "}") {
      if (entries.length > 0) this.#expect(",");
      const key = this.#take(/[^:,{}[\]'"$]+/y).trim();
      if (key === "") this.#refuse("a key is missing");
      this.#expect(":");
      entries.push([key, this.#readArgument()]);
    }
    this.#expect("}");
    return { kind: "map", entries };
  }

  #readQuoted(quote: string): Argument {
    const parts: (string | Expression)[] = [];
    this.#expect(quote);
    while (!this.#skip(quote)) {
      if (this.#at >= this.#text.length) this.#refuse(`${quote} is not closed`);
      this.#readPiece(parts, quote === "'" ? /[^\\$']+/y : /[^\\$"]+/y, quote);
    }
    return { kind: "template", template: joinTexts(parts), isText: true };
  }

  #readUnquoted(): Argument {
    const parts: (string | Expression)[] = [];
    for (;;) {
      if (this.#isAtOpening()) parts.push(this.#readExpression());
      else {
        const piece = this.#take(PLAIN) || this.#take(/\$/y) || this.#takeEscape();
        if (piece === "") break;
        parts.push(piece);
      }
    }
    const template = trimEnd(joinTexts(parts));
    const [only = ""] = template;
    if (template.length > 1 || typeof only !== "string") return { kind: "template", template, isText: false };
    return { kind: "scalar", value: readArgument(only) };
  }

  #takeEscape(): string {
    const escaped = this.#take(/\\[\\()[\]{}:=, \t]/y);
    return escaped === "" ? this.#take(/\\/y) : escaped.slice(1);
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) this.#refuse(`it is nested more than ${MAX_DEPTH} deep`);
    const result = read();
    this.#depth--;
    return result;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ""] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  #skip(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string): void {
    if (!this.#skip(character)) this.#refuse(`${character} is missing`);
  }

  #refuse(reason: string): never {
    const discreet = `this \${...} is malformed: ${reason}; a literal \${ is written \\\${`;
    throw new InterpolationError({ code: "config.malformed_interpolation", discreet });
  }
}

function joinTexts(parts: readonly (string | Expression)[]): Template {
  const joined: (string | Expression)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else if (part !== "") joined.push(part);
  }
  return joined;
}

// Blanks before a comma or the end do not count.
function trimEnd(template: Template): Template {
  const last = template.at(-1);
  if (typeof last !== "string") return template;
  const trimmed = last.trimEnd();
  return [...template.slice(0, -1), ...(trimmed === "" ? [] : [trimmed])];
}
