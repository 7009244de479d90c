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

/** Filters. */
export const givenConditions: fc.Arbitrary<readonly Condition[]> = fc.array(condition, { maxLength: 4 });

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
