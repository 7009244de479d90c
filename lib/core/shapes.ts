import { describeValue, listSome } from "./describe_value.ts";
import { isPlainObject, type JsonObject } from "./json.ts";
import { type Checked, type Problem, Shape } from "./shape.ts";

/** Text. */
export function text(
  { min = 0, length, pattern }: {
    readonly min?: number;
    readonly length?: number;
    readonly pattern?: RegExp;
  } = {},
): Shape<string, "needed"> {
  const json: JsonObject = {
    type: "string",
    ...min > 0 && { minLength: min },
    ...length !== undefined && { minLength: length, maxLength: length },
    ...pattern !== undefined && { pattern: pattern.source },
  };
  return needed(json, (value) => {
    if (typeof value !== "string") return wrongType("text");
    if (length !== undefined && value.length !== length) {
      return outside(`exactly ${count(length, "character")} long`);
    }
    if (value.length < min) return outside(`at least ${count(min, "character")} long`);
    return pattern === undefined || pattern.test(value) ? { value } : outside(`text that matches ${pattern}`);
  });
}

/** Bounds of numbers. */
export interface Bounds {
  /** At least this. */
  readonly min?: number;
  /** At most this. */
  readonly max?: number;
  /** More than this. */
  readonly above?: number;
}

/** A number. */
export function number({ min = -Infinity, max = Infinity, above = -Infinity }: Bounds = {}): Shape<
  number,
  "needed"
> {
  const json: JsonObject = {
    type: "number",
    ...min > -Infinity && { minimum: min },
    ...max < Infinity && { maximum: max },
    ...above > -Infinity && { exclusiveMinimum: above },
  };
  return needed(json, (value) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return wrongType("a number");
    if (value < min) return outside(`at least ${min}`);
    if (value > max) return outside(`at most ${max}`);
    return value > above ? { value } : outside(`more than ${above}`);
  });
}

/** A whole number. */
export function whole(bounds: Bounds = {}): Shape<number, "needed"> {
  const { json, check } = number(bounds);
  return needed({ ...json, type: "integer" }, (value) => {
    const isFraction = typeof value === "number" && Number.isFinite(value) && !Number.isSafeInteger(value);
    return isFraction ? wrongType("a whole number") : check(value);
  });
}

/** True or false. */
export function flag(): Shape<boolean, "needed"> {
  return needed(
    { type: "boolean" },
    (value) => typeof value === "boolean" ? { value } : wrongType("true or false"),
  );
}

/** One of some values. */
export function choice<const T extends string | number | boolean | null>(
  values: readonly T[],
): Shape<T, "needed"> {
  return needed({ enum: values }, (value) => {
    const found = values.find((each) => each === value);
    if (found !== undefined) return { value: found };
    const words = values.map(describeValue);
    return noneOf(words.length > MAX_CHOICES ? [`one of ${listSome(words)}`] : words, values);
  });
}

const MAX_CHOICES = 10;

/** Anything. */
export function anything(): Shape<unknown, "needed"> {
  return needed({}, (value) => ({ value }));
}

/** What only code can give. */
export function custom<T>(holds: (value: unknown) => boolean, rule: string): Shape<T, "needed"> {
  // The test tells that it is one.
  return needed(
    {},
    (value) => holds(value) ? { value: value as T } : broken({ kind: "rule", wanted: [rule] }),
  );
}

/** What may be written in other ways too, which are made into the one that a shape knows. */
export function translated<T>(meaning: (value: unknown) => unknown, shape: Shape<T>): Shape<T, "needed"> {
  return needed({}, (value) => shape.check(meaning(value)));
}

/** The first of several shapes that fits. */
export function either<const S extends readonly Shape<unknown>[]>(
  shapes: S,
): Shape<Out<S[number]>, "needed"> {
  return needed({ anyOf: shapes.map(({ json }) => json) }, (value) => {
    const failures: (readonly Problem[])[] = [];
    for (const shape of shapes) {
      // What one of them gives, the union of all holds.
      const checked = shape.check(value) as Checked<Out<S[number]>>;
      if ("value" in checked) return checked;
      failures.push(checked.problems);
    }
    // When the value is of the right kind for one of them, that is the one that was meant.
    const meant = failures.find((problems) =>
      problems.every(({ path, kind }) => path.length > 0 || kind === "bound")
    );
    if (meant !== undefined) return { problems: meant };
    const all = failures.flat();
    const wanted = all.flatMap(({ kind, wanted }) => kind === "rule" ? [`valid (${wanted})`] : wanted);
    return noneOf([...new Set(wanted)], all.flatMap(({ words = [] }) => words));
  });
}

/** A list. */
export function list<T>(
  item: Shape<T>,
  { min = 0 }: { readonly min?: number } = {},
): Shape<readonly T[], "needed"> {
  return needed({ type: "array", items: item.json, ...min > 0 && { minItems: min } }, (value) => {
    if (!Array.isArray(value)) return wrongType("a list");
    if (value.length < min) return outside(`at least ${count(min, "item")} long`, `it has ${value.length}`);
    const parts = value.map((each, index) => [index, item.check(each)] as const);
    return joined(parts, (checked) => checked.map(([, part]) => part));
  });
}

/** A map from any keys to values of one shape. */
export function dictionary<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>, "needed"> {
  return needed({ type: "object", additionalProperties: item.json }, (value) => {
    if (!isPlainObject(value)) return wrongType("a map");
    const parts = Object.entries(value).map(([key, each]) => [key, item.check(each)] as const);
    return joined(parts, (checked) => Object.fromEntries(checked));
  });
}

/** Fields of a map. */
export type Fields = Readonly<Record<string, Shape<unknown>>>;

/** What a map of fields holds. */
export type MapOf<F extends Fields> =
  & { readonly [K in keyof F as F[K]["presence"] extends "optional" ? never : K]: Out<F[K]> }
  & { readonly [K in keyof F as F[K]["presence"] extends "optional" ? K : never]?: Out<F[K]> };

type Out<S> = S extends Shape<infer T> ? T : never;

/** A map of these fields, and of no others. */
export function map<F extends Fields>(fields: F): Shape<MapOf<F>, "needed"> {
  return mapOf(fields, { others: "refused" });
}

/** A map of these fields, and of others, which are taken as they are. */
export function openMap<F extends Fields>(
  fields: F,
): Shape<MapOf<F> & Readonly<Record<string, unknown>>, "needed"> {
  return mapOf(fields, { others: "taken" });
}

/** Some fields of a map; others that it has are left out. */
export function someOf<F extends Fields>(fields: F): Shape<MapOf<F>, "needed"> {
  return mapOf(fields, { others: "left out" });
}

function mapOf<T>(
  fields: Fields,
  { others }: { readonly others: "refused" | "taken" | "left out" },
): Shape<T, "needed"> {
  const known = Object.entries(fields);
  const required = known.filter(([, { presence }]) => presence === "needed").map(([key]) => key);
  const json: JsonObject = {
    type: "object",
    properties: Object.fromEntries(known.map(([key, shape]) => [key, shape.json])),
    ...required.length > 0 && { required },
    additionalProperties: others !== "refused",
  };
  return needed(json, (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrongType("a map");
    const given: Readonly<Record<string, unknown>> = { ...value };
    const parts = known.filter(([key, { presence }]) => Object.hasOwn(given, key) || presence !== "optional")
      .map(([key, shape]) =>
        [key, Object.hasOwn(given, key) ? shape.check(given[key]) : checkMissing(shape)] as const
      );
    const strangers = Object.entries(given).filter(([key]) => !Object.hasOwn(fields, key));
    const problems = others !== "refused" ? [] : strangers.map(([key]): Problem => ({
      kind: "key",
      path: [key],
      wanted: Object.keys(fields),
      words: Object.keys(fields),
    }));
    // Made of the fields that T is made of.
    const join = (checked: readonly (readonly [string, unknown])[]) =>
      Object.fromEntries([...checked, ...others === "taken" ? strangers : []]) as T;
    return joined(parts, join, problems);
  });
}

function checkMissing({ check, presence, fallback }: Shape<unknown>): Checked<unknown> {
  const checked = check(fallback);
  // Of a shape that anything fits, too.
  return presence === "needed" && "value" in checked ? wrongType("given") : checked;
}

function needed<T>(json: JsonObject, check: (value: unknown) => Checked<T>): Shape<T, "needed"> {
  return new Shape(json, check, { presence: "needed" });
}

// The checked parts of a value as one, or what is wrong anywhere inside of it.
function joined<K extends string | number, Part, T>(
  parts: readonly (readonly [K, Checked<Part>])[],
  join: (parts: readonly (readonly [K, Part])[]) => T,
  others: readonly Problem[] = [],
): Checked<T> {
  const good: (readonly [K, Part])[] = [];
  const problems: Problem[] = [];
  for (const [key, checked] of parts) {
    if ("value" in checked) good.push([key, checked.value]);
    else problems.push(...checked.problems.map((problem) => ({ ...problem, path: [key, ...problem.path] })));
  }
  const all = [...problems, ...others];
  return all.length === 0 ? { value: join(good) } : { problems: all };
}

interface Failure {
  readonly problems: readonly Problem[];
}

function broken(problem: Omit<Problem, "path">): Failure {
  return { problems: [{ ...problem, path: [] }] };
}

function wrongType(wanted: string): Failure {
  return broken({ kind: "type", wanted: [wanted] });
}

function outside(wanted: string, found?: string): Failure {
  return broken({ kind: "bound", wanted: [wanted], found });
}

function noneOf(wanted: readonly string[], words: readonly unknown[]): Failure {
  return broken({ kind: "choice", wanted, words: words.filter((word) => typeof word === "string") });
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}
