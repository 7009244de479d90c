import type { Condition } from "../../search/condition.ts";
import { allOf, raw, type Sql, sql } from "./sql.ts";

/**
 * Whether a column of text holds what a condition wants. `LIKE` tells upper from lower case and `ILIKE` does not, for the
 * letters of English, as MLflow on SQLite.
 */
export function compareText(column: Sql, { comparison, value }: Condition): Sql {
  const text = typeof value === "string" ? value.toWellFormed() : "";
  switch (comparison) {
    case "=":
      return sql`${column} = ${text}`;
    case "!=":
      return sql`${column} != ${text}`;
    case "LIKE":
      return like(column, text);
    case "ILIKE":
      return sql`${column} LIKE ${text}`;
    case "IN":
    case "NOT IN": {
      const list = JSON.stringify(Array.isArray(value) ? value.map((one) => String(one).toWellFormed()) : []);
      return sql`${column} ${raw(comparison)} (SELECT value FROM json_each(${list}))`;
    }
    default:
      throw new TypeError(`Text is not compared by ${comparison}`);
  }
}

/** Whether a column of numbers holds what a condition wants. A metric may be the text `NaN`, which only differs. */
export function compareNumber(column: Sql, { comparison, value }: Condition): Sql {
  const number = Number(value);
  switch (comparison) {
    case "=":
    case "!=":
    case "<":
    case "<=":
      return sql`${column} ${raw(comparison)} ${number}`;
    case ">":
    case ">=":
      // Text is greater than every number.
      return sql`${column} ${raw(comparison)} ${number} AND ${column} < ''`;
    default:
      throw new TypeError(`Numbers are not compared by ${comparison}`);
  }
}

// Spelled as GLOB, which tells upper from lower case; the beginning of the pattern lets an index be used.
function like(column: Sql, pattern: string): Sql {
  const glob = pattern.replaceAll(
    /[*?[%_]/g,
    (sign) => sign === "%" ? "*" : sign === "_" ? "?" : `[${sign}]`,
  );
  const prefix = /^[^%_]*/.exec(pattern)?.[0] ?? "";
  const next = successor(prefix);
  return allOf([
    ...(prefix === "" ? [] : [sql`${column} >= ${prefix}`]),
    ...(next === undefined ? [] : [sql`${column} < ${next}`]),
    sql`${column} GLOB ${glob}`,
  ]);
}

// The least text that is greater than all that begin with the prefix.
function successor(prefix: string): string | undefined {
  const points = Array.from(prefix, (sign) => sign.codePointAt(0) ?? 0);
  while (points.at(-1) === 0x10ffff) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  // The halves of UTF-16 are no characters.
  return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
}
