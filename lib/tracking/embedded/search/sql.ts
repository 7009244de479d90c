import type { SqlValue } from "../database.ts";

/** A piece of SQL with the values of its question marks, in order. What users write is only ever a value. */
export interface Sql {
  /** The text. */
  readonly text: string;
  /** The values. */
  readonly values: readonly SqlValue[];
}

/** A piece of SQL from a template: pieces are put in place, all else becomes a value. */
export function sql(texts: TemplateStringsArray, ...parts: readonly (Sql | SqlValue)[]): Sql {
  let text = texts[0] ?? "";
  const values: SqlValue[] = [];
  for (const [index, part] of parts.entries()) {
    const isPiece = typeof part === "object" && part !== null;
    text += `${isPiece ? part.text : "?"}${texts[index + 1] ?? ""}`;
    if (isPiece) values.push(...part.values);
    else values.push(part);
  }
  return { text, values };
}

/** SQL that code wrote: names of tables and columns. */
export function raw(text: string): Sql {
  return { text, values: [] };
}

/** Pieces with something between them. */
export function joined(pieces: readonly Sql[], separator: string): Sql {
  return {
    text: pieces.map(({ text }) => text).join(separator),
    values: pieces.flatMap(({ values }) => values),
  };
}

/** All of the pieces must hold. */
export function allOf(pieces: readonly Sql[]): Sql {
  return pieces.length === 0 ? raw("1") : joined(pieces, " AND ");
}
