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
  const isRepeating = names.length > placeholders.length;
  return {
    text,
    placeholders,
    literals: [...literals.join("")].length,
    match(name: string): Readonly<Record<string, string>> | undefined {
      // Most names fit no pattern, and that shows soonest so.
      if (name.length < shortest || !name.startsWith(prefix) || !name.endsWith(suffix)) return undefined;
      const search: Search = { name, literals, names, end: name.length - suffix.length };
      if (!isBoundary(name, prefix.length) || !isBoundary(name, search.end)) return undefined;
      const values = isRepeating
        ? fillRepeating(search, { index: 0, at: prefix.length, taken: {}, failed: new Set() })
        : fill(search, prefix.length);
      return values && Object.fromEntries(placeholders.map((key) => [key, values[key] ?? ""]));
    },
  };
}

interface Search {
  readonly name: string;
  readonly literals: readonly string[];
  readonly names: readonly string[];
  /** Where what stands behind the last placeholder begins. */
  readonly end: number;
}

type Values = Readonly<Record<string, string>>;

// The first place of each literal is the best one: whatever fits behind a later place fits behind it too. So nothing has to
// be tried twice, and a long name is refused as fast as it is taken.
function fill({ name, literals, names, end }: Search, start: number): Values | undefined {
  const values: Record<string, string> = {};
  let at = start;
  for (const [index, key] of names.entries()) {
    const literal = literals[index + 1] ?? "";
    const isLast = index === names.length - 1;
    const next = isLast ? end : findLiteral(name, literal, stepOver(name, at));
    if (next <= at || next > end) return undefined;
    values[key] = name.slice(at, next);
    at = next + literal.length;
  }
  return values;
}

interface Progress {
  /** Which placeholder comes next. */
  readonly index: number;
  /** Where it begins. */
  readonly at: number;
  /** What those before it took. */
  readonly taken: Values;
  /** From where it is known that nothing fits. */
  readonly failed: Set<string>;
}

// Where a placeholder stands twice, what it takes first decides what fits later, so that several places must be tried; none
// of them twice with the same texts still to come.
function fillRepeating(search: Search, { index, at, taken, failed }: Progress): Values | undefined {
  const { name, literals, names, end } = search;
  const key = names[index];
  if (key === undefined) return at === name.length ? taken : undefined;
  const pending = names.slice(index).filter((other) => Object.hasOwn(taken, other));
  const state = JSON.stringify([index, at, ...pending.map((other) => taken[other])]);
  if (failed.has(state)) return undefined;
  const literal = literals[index + 1] ?? "";
  const go = (next: number): Values | undefined =>
    name.startsWith(literal, next) && isBoundary(name, next) && isBoundary(name, next + literal.length)
      ? fillRepeating(search, {
        index: index + 1,
        at: next + literal.length,
        taken: { ...taken, [key]: name.slice(at, next) },
        failed,
      })
      : undefined;
  const known = Object.hasOwn(taken, key) ? taken[key] : undefined;
  if (known !== undefined) {
    const found = name.startsWith(known, at) ? go(at + known.length) : undefined;
    if (found !== undefined) return found;
  } else {
    for (let next = stepOver(name, at); next <= end; next = stepOver(name, next)) {
      const found = go(next);
      if (found !== undefined) return found;
    }
  }
  failed.add(state);
  return undefined;
}

function findLiteral(name: string, literal: string, from: number): number {
  for (let at = from;; at++) {
    at = name.indexOf(literal, at);
    if (at < 0 || (isBoundary(name, at) && isBoundary(name, at + literal.length))) return at;
  }
}

// A character outside of the basic plane takes two units, and is never cut in two.
function stepOver(name: string, at: number): number {
  return at + ((name.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}

function isBoundary(name: string, at: number): boolean {
  return at === 0 || (name.codePointAt(at - 1) ?? 0) <= 0xffff;
}

function countBraces(text: string): number {
  return text.split("{").length - 1;
}
