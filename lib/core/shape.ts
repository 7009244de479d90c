import type { JsonObject, JsonValue } from "./json.ts";

/** What a value of configuration must be: it checks values, and tells itself to editors. `core/shapes.ts` makes them. */
export class Shape<T, P extends Presence = Presence> {
  /** The same as JSON Schema. */
  readonly json: JsonObject;
  /** Checks a value. */
  readonly check: (value: unknown) => Checked<T>;
  /** Whether a map must have it. */
  readonly presence: P;
  /** What is checked in place of a value that a map lacks, of a shape that is settled. */
  readonly fallback: JsonValue | undefined;

  /** What fits `json` must fit `check`, but for what JSON Schema cannot tell. */
  constructor(
    json: JsonObject,
    check: (value: unknown) => Checked<T>,
    { presence, fallback }: { readonly presence: P; readonly fallback?: JsonValue | undefined },
  ) {
    this.json = json;
    this.check = check;
    this.presence = presence;
    this.fallback = fallback;
  }

  /** The same, but a map may lack it. */
  optional(): Shape<T, "optional"> {
    return new Shape(this.json, this.check, { presence: "optional" });
  }

  /** The same, and what counts where a map lacks it. */
  or(fallback: JsonValue): Shape<T, "settled"> {
    return new Shape({ ...this.json, default: fallback }, this.check, { presence: "settled", fallback });
  }

  /** The same, or null. */
  nullable(): Shape<T | null, P> {
    const json = { anyOf: [this.json, { type: "null" }] };
    return new Shape<T | null, P>(json, (value) => value === null ? { value } : this.check(value), this);
  }

  /** What is made of the same. */
  to<U>(make: (value: T) => U): Shape<U, P> {
    return new Shape<U, P>(this.json, (value) => {
      const checked = this.check(value);
      return "problems" in checked ? checked : { value: make(checked.value) };
    }, this);
  }

  /** The same, but a rule holds too: `must be sorted`, said of the value or of a place inside of it. */
  where(holds: (value: T) => boolean, rule: string, path: Problem["path"] = []): Shape<T, P> {
    return new Shape<T, P>(this.json, (value) => {
      const checked = this.check(value);
      if ("problems" in checked || holds(checked.value)) return checked;
      return { problems: [{ kind: "rule", path, wanted: [rule] }] };
    }, this);
  }
}

/** Whether a map must have a field: it is `needed`, or `optional`, or `settled`, when something counts in its place. */
export type Presence = "needed" | "optional" | "settled";

/** A checked value, or everything that is wrong with it. `core/check_with.ts` words that. */
export type Checked<T> = { readonly value: T } | { readonly problems: readonly Problem[] };

/** Something that is wrong with a value. */
export interface Problem {
  /** Its type, a choice that it is none of, a bound that it passes, a rule that it breaks, or a key that nobody knows. */
  readonly kind: "type" | "choice" | "bound" | "rule" | "key";
  /** Keys down to it, from the value that was checked. */
  readonly path: readonly (string | number)[];
  /** What it must be, one of these: `text`, `a number`; of a rule, the sentence without its subject. */
  readonly wanted: readonly string[];
  /** What was found, when that is not simply the value. */
  readonly found?: string | undefined;
  /** Words that may have been meant. */
  readonly words?: readonly string[] | undefined;
}
