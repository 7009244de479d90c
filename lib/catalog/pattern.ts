/** A name with placeholders, `{layer}.{table}`, which stands for all names that fit. */
export interface Pattern {
  /** As written. */
  readonly text: string;
  /** Names between its braces. */
  readonly placeholders: readonly string[];
  /** How many characters stand outside of its braces; a pattern with none is a catch-all. */
  readonly literals: number;
  /** What the placeholders are in a name, or `undefined` when it does not fit. */
  match(name: string): Readonly<Record<string, string>> | undefined;
}

/** Whether the name of an entry is a pattern. */
export function isPattern(name: string): boolean {
  return name.includes("{");
}

/**
 * Read a pattern. A placeholder takes at least one character and as few as possible, from the left to the right; one that
 * stands twice takes the same text twice. Case counts.
 */
export function parsePattern(text: string): { readonly value: Pattern } | { readonly problem: string } {
  const literals = text.split(PLACEHOLDER).filter((_, index) => index % 2 === 0);
  if (literals.some((part) => /[{}]/.test(part))) return { problem: "a brace has no partner" };
  const names = [...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
  const odd = names.find((name) => !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name));
  if (odd !== undefined) return { problem: `{${odd}} is not a placeholder: write a name between the braces` };
  return { value: makePattern(text, literals, names) };
}

/** Order of patterns, the most specific first, as in Kedro: more characters outside of braces, more placeholders, the alphabet. */
export function comparePatterns(a: Pattern, b: Pattern): number {
  return b.literals - a.literals || countBraces(b.text) - countBraces(a.text) || (a.text < b.text ? -1 : 1);
}

const PLACEHOLDER = /\{([^{}]*)\}/g;

function makePattern(text: string, literals: readonly string[], names: readonly string[]): Pattern {
  const placeholders = [...new Set(names)];
  const [prefix, suffix] = [literals[0] ?? "", literals.at(-1) ?? ""];
  // Every placeholder takes a character.
  const shortest = literals.join("").length + names.length;
  let expression: RegExp | undefined;
  return {
    text,
    placeholders,
    literals: [...literals.join("")].length,
    match(name: string): Readonly<Record<string, string>> | undefined {
      // Most names fit no pattern, and that shows sooner without an expression.
      if (name.length < shortest || !name.startsWith(prefix) || !name.endsWith(suffix)) return undefined;
      expression ??= new RegExp(sourceOf(literals, names), "su");
      const values = expression.exec(name)?.slice(1);
      return values && Object.fromEntries(placeholders.map((key, index) => [key, values[index] ?? ""]));
    },
  };
}

// Groups for placeholders, numbered in the order in which they first come; a second time it is what the group took.
function sourceOf(literals: readonly string[], names: readonly string[]): string {
  const pieces = names.map((name, index) => {
    const isFirst = names.indexOf(name) === index;
    const number = new Set(names.slice(0, names.indexOf(name) + 1)).size;
    return RegExp.escape(literals[index] ?? "") + (isFirst ? "(.+?)" : `(?:\\${number})`);
  });
  return `^${pieces.join("")}${RegExp.escape(literals.at(-1) ?? "")}$`;
}

function countBraces(text: string): number {
  return text.split("{").length - 1;
}
