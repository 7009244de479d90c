import fc from "npm:fast-check@4.10.2";
import type { RunStatus } from "../../../lib/tracking/entities.ts";
import type { Comparison, Condition, Field, Order } from "../../../lib/tracking/search/condition.ts";

/** A run to be made. */
export interface GivenRun {
  /** When it starts. */
  readonly startTime: number;
  /** What it says at the end; in progress while it is RUNNING. */
  readonly status: RunStatus;
  /** Its name. */
  readonly name: string;
  /** Params. */
  readonly params: Readonly<Record<string, string>>;
  /** Tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Values of metrics, one step each. */
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  /** Whether it is written to, and resumed, after it has ended. */
  readonly after: "nothing" | "written" | "resumed";
}

const KEYS = ["a", "b.c", "train/loss", "x y", "select", "é"] as const;
const TEXTS = [
  "",
  "a",
  "A",
  "aB%",
  "a_c",
  "a*c",
  "[a]",
  "it's",
  '"',
  "`",
  "'; DROP TABLE runs; --",
  "' OR '1'='1",
  "É",
  "é",
  "😀x",
  "\u{10FFFF}",
  "\uFFFD",
  "\\",
  "10",
  "9",
  "NaN",
];
const NUMBERS = [0, -0, 1, -1, 0.5, 1e300, -1e300, Infinity, -Infinity, NaN];

const key = fc.constantFrom(...KEYS);
const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: "binary", maxLength: 4 }))
  .map((value) => value.replaceAll("\0", ""));
const pattern = fc.array(fc.oneof(fc.constantFrom("%", "_", "a", "B", "é", "*", "[", "?"), text), {
  maxLength: 3,
})
  .map((parts) => parts.join(""));

/** Runs. */
export const givenRuns: fc.Arbitrary<readonly GivenRun[]> = fc.array(
  fc.record({
    startTime: fc.integer({ min: 0, max: 4 }),
    status: fc.constantFrom<RunStatus>("RUNNING", "FINISHED", "FAILED"),
    name: text.map((value) => value === "" ? "run" : value),
    params: fc.dictionary(key, text, { maxKeys: 4 }),
    tags: fc.dictionary(key, text, { maxKeys: 4 }),
    metrics: fc.dictionary(key, fc.array(fc.constantFrom(...NUMBERS), { minLength: 1, maxLength: 3 }), {
      maxKeys: 4,
    }),
    after: fc.constantFrom<GivenRun["after"]>("nothing", "written", "resumed"),
  }),
  { minLength: 1, maxLength: 10 },
);

const textComparison = fc.constantFrom<Comparison>("=", "!=", "LIKE", "ILIKE");
const numberComparison = fc.constantFrom<Comparison>("=", "!=", "<", "<=", ">", ">=");

function textCondition(field: fc.Arbitrary<Field>): fc.Arbitrary<Condition> {
  return fc.tuple(field, textComparison, text, pattern).map(([field, comparison, exact, like]) => ({
    field,
    comparison,
    value: comparison.endsWith("LIKE") ? like : exact,
  }));
}

const recorded = fc.tuple(fc.constantFrom("param" as const, "tag" as const), key)
  .map(([kind, key]) => ({ kind, key }));

const condition: fc.Arbitrary<Condition> = fc.oneof(
  textCondition(recorded),
  fc.tuple(recorded, fc.constantFrom<Comparison>("IS NULL", "IS NOT NULL"))
    .map(([field, comparison]) => ({ field, comparison })),
  fc.tuple(key, numberComparison, fc.constantFrom(...NUMBERS.filter(Number.isFinite)))
    .map(([key, comparison, value]) => ({ field: { kind: "metric" as const, key }, comparison, value })),
  textCondition(
    fc.constantFrom("run_name", "status", "artifact_uri", "user_id").map((key) => ({
      kind: "attribute",
      key,
    })),
  ),
  fc.tuple(fc.constantFrom("start_time", "end_time"), numberComparison, fc.integer({ min: 0, max: 12 }))
    .map(([key, comparison, value]) => ({ field: { kind: "attribute" as const, key }, comparison, value })),
);

const absence = recorded.map((field): Condition => ({ field, comparison: "IS NULL" }));

/** Filters, also such as programs write. */
export const givenConditions: fc.Arbitrary<readonly Condition[]> = fc.oneof(
  { weight: 5, arbitrary: fc.array(condition, { maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.array(condition, { maxLength: 2 }),
      fc.array(absence, { minLength: 9, maxLength: 11 }),
    )
      .map(([some, many]) => [...some, ...many]),
  },
);

/** What entries of a kind of thing hold, and what may be said about them. */
export interface Searched {
  /** Its attributes. */
  readonly attributes: Readonly<Record<string, "text" | "number">>;
  /** What it has besides. */
  readonly kinds: readonly Field["kind"][];
  /** Attributes to order by. */
  readonly orderable: readonly string[];
  /** Kinds of fields to order by. */
  readonly orderableKinds: readonly Field["kind"][];
}

/** A thing to be made: the same for experiments and all kinds of models. */
export interface GivenThing {
  /** Texts of its attributes, of which there are at most five. */
  readonly texts: readonly (string | undefined)[];
  /** Numbers of its attributes. */
  readonly numbers: readonly number[];
  /** Tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Params. */
  readonly params: Readonly<Record<string, string>>;
  /** Values of metrics, one step each. */
  readonly metrics: Readonly<Record<string, readonly number[]>>;
}

/** Things. */
export const givenThings: fc.Arbitrary<readonly GivenThing[]> = fc.array(
  fc.record({
    texts: fc.array(fc.option(text, { nil: undefined }), { minLength: 5, maxLength: 5 }),
    numbers: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }),
    tags: fc.dictionary(key, text, { maxKeys: 4 }),
    params: fc.dictionary(key, text, { maxKeys: 4 }),
    metrics: fc.dictionary(key, fc.array(fc.constantFrom(...NUMBERS), { minLength: 1, maxLength: 3 }), {
      maxKeys: 4,
    }),
  }),
  { minLength: 1, maxLength: 8 },
);

/** Filters and orders for a kind of thing. */
export function givenSearches(
  { attributes, kinds, orderable, orderableKinds }: Searched,
): fc.Arbitrary<{ readonly conditions: readonly Condition[]; readonly orders: readonly Order[] }> {
  const names = (type: string) => Object.keys(attributes).filter((name) => attributes[name] === type);
  const attribute = (key: string): Field => ({ kind: "attribute", key });
  const entry = (kinds: readonly Field["kind"][]): fc.Arbitrary<Field>[] =>
    kinds.length === 0
      ? []
      : [fc.tuple(fc.constantFrom(...kinds), key).map(([kind, key]) => ({ kind, key }))];
  const numberCondition = (fields: fc.Arbitrary<Field>, values: readonly number[]): fc.Arbitrary<Condition> =>
    fc.tuple(fields, numberComparison, fc.constantFrom(...values))
      .map(([field, comparison, value]) => ({ field, comparison, value }));
  const texts = entry(kinds.filter((kind) => kind !== "metric"));
  const conditions = fc.oneof(
    textCondition(fc.oneof(fc.constantFrom(...names("text")).map(attribute), ...texts)),
    ...texts.map((field) =>
      fc.tuple(field, fc.constantFrom<Comparison>("IS NULL", "IS NOT NULL"))
        .map(([field, comparison]) => ({ field, comparison }))
    ),
    ...(names("number").length === 0
      ? []
      : [numberCondition(fc.constantFrom(...names("number")).map(attribute), [0, 1, 2, 3, 4])]),
    ...(kinds.includes("metric")
      ? [numberCondition(key.map((key) => ({ kind: "metric", key })), NUMBERS.filter(Number.isFinite))]
      : []),
  );
  const order = fc.tuple(
    fc.oneof(fc.constantFrom(...orderable).map(attribute), ...entry(orderableKinds)),
    fc.boolean(),
  ).map(([field, descending]) => ({ field, descending }));
  return fc.record({
    conditions: fc.array(conditions, { maxLength: 3 }),
    orders: fc.uniqueArray(order, { maxLength: 2, selector: ({ field }) => `${field.kind}.${field.key}` }),
  });
}

/** Orders, by each field once. */
export const givenOrders: fc.Arbitrary<readonly Order[]> = fc.uniqueArray(
  fc.tuple(
    fc.oneof<fc.Arbitrary<Field>[]>(
      fc.tuple(fc.constantFrom("metric" as const, "param" as const, "tag" as const), key)
        .map(([kind, key]) => ({ kind, key })),
      fc.constantFrom("start_time", "end_time", "run_name", "status", "user_id")
        .map((key) => ({ kind: "attribute" as const, key })),
    ),
    fc.boolean(),
  ).map(([field, descending]) => ({ field, descending })),
  { maxLength: 3, selector: ({ field: { kind, key } }) => `${kind}.${key}` },
);

/** A filter as somebody writes it. */
export function writeFilter(conditions: readonly Condition[]): string {
  return conditions.map(({ field, comparison, value }) => {
    const right = value === undefined
      ? ""
      : typeof value === "number"
      ? ` ${writeNumber(value)}`
      : ` ${writeText(String(value))}`;
    return `${writeField(field)} ${comparison}${right}`;
  }).join(" AND ");
}

/** An order as somebody writes it. */
export function writeOrder(orders: readonly Order[]): readonly string[] {
  return orders.map(({ field, descending }) => `${writeField(field)}${descending ? " DESC" : ""}`);
}

function writeField({ kind, key }: Field): string {
  if (kind === "attribute") return key;
  return /^[a-z.]+$/.test(key) ? `${kind}s.${key}` : `${kind}s.\`${key}\``;
}

function writeNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

function writeText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
