import type { Run } from "../../../lib/tracking/entities.ts";
import type { Condition, Field, Order } from "../../../lib/tracking/search/condition.ts";

/** What is searched for. */
export interface NaiveSearch {
  /** What must hold. */
  readonly conditions: readonly Condition[];
  /** By what to order. */
  readonly orders: readonly Order[];
}

/** What a thing has in a field. */
export type ValueOf<Thing> = (thing: Thing, field: Field) => string | number | undefined;

/** Things that meet every condition, in order; equal ones as they are given: the plain way, to compare the store with. */
export function naivelyFind<Thing>(
  things: readonly Thing[],
  valueOf: ValueOf<Thing>,
  { conditions, orders }: NaiveSearch,
): readonly Thing[] {
  return things
    .filter((thing) => conditions.every((condition) => holds(valueOf(thing, condition.field), condition)))
    .toSorted((a, b) => {
      for (const { field, descending } of orders) {
        const difference = compareValues(valueOf(a, field), valueOf(b, field), descending);
        if (difference !== 0) return difference;
      }
      return 0;
    });
}

/** Ids of the runs, given in the order in which they were made, that meet every condition, in order. */
export function naiveSearch(runs: readonly Run[], search: NaiveSearch): readonly string[] {
  const newestFirst = runs.toReversed().toSorted((a, b) => b.info.startTime - a.info.startTime);
  return naivelyFind(newestFirst, valueOf, search).map(({ info }) => info.runId);
}

function valueOf({ info, metrics, params, tags }: Run, { kind, key }: Field): string | number | undefined {
  switch (kind) {
    case "metric":
      return metrics[key]?.value;
    case "param":
      return params[key];
    case "tag":
      return tags[key];
    case "dataset":
      throw new Error("not here");
    case "attribute": {
      const attributes: Readonly<Record<string, string | number | undefined>> = {
        run_id: info.runId,
        run_name: info.runName,
        status: info.status,
        artifact_uri: info.artifactUri,
        user_id: info.userId,
        start_time: info.startTime,
        end_time: info.endTime,
      };
      return attributes[key];
    }
  }
}

function holds(found: string | number | undefined, { comparison, value }: Condition): boolean {
  if (comparison === "IS NULL") return found === undefined;
  if (found === undefined) return false;
  if (comparison === "IS NOT NULL") return true;
  if (comparison === "IN") return (value as readonly string[]).includes(String(found));
  if (comparison === "NOT IN") return !(value as readonly string[]).includes(String(found));
  if (comparison === "LIKE") return toPattern(String(value)).test(String(found));
  if (comparison === "ILIKE") return toPattern(lower(String(value))).test(lower(String(found)));
  const wanted = value as string | number;
  switch (comparison) {
    case "=":
      return found === wanted;
    case "!=":
      return found !== wanted;
    case "<":
      return found < wanted;
    case "<=":
      return found <= wanted;
    case ">":
      return found > wanted;
    case ">=":
      return found >= wanted;
  }
}

function toPattern(like: string): RegExp {
  const parts = Array.from(like, (sign) => {
    if (sign === "%") return "[^]*";
    return sign === "_" ? "[^]" : sign.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`, "u");
}

// Only the letters of English.
function lower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function compareValues(
  x: string | number | undefined,
  y: string | number | undefined,
  descending: boolean,
): number {
  const rank = (value: unknown): number => value === undefined ? 2 : Number.isNaN(value) ? 1 : 0;
  if (rank(x) !== rank(y)) return rank(x) - rank(y);
  if (rank(x) > 0) return 0;
  const difference = typeof x === "number"
    ? Number(x > Number(y)) - Number(x < Number(y))
    : comparePoints(String(x), String(y));
  return descending ? -difference : difference;
}

// By code point, as the bytes of UTF-8 are ordered; JavaScript compares halves of UTF-16.
function comparePoints(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? -1) - (right[i]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}
