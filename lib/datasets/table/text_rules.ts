import { CELL_READERS, type ColumnType } from "./column_type.ts";
import { parseDate } from "./date_format.ts";

/** How texts are written that stand for numbers, dates and booleans. */
export interface TextRules {
  /** A text as a number is usually written; a text that is no number stays none. */
  number(text: string): string;
  /** The boolean that a text means. */
  boolean(text: string): boolean | undefined;
  /** The value of a text in a column of a type; `undefined` when it has none. */
  read(text: string, type: ColumnType): unknown;
}

/** What load arguments say of how texts are written. */
export interface TextRuleArgs {
  /** The character between thousands. */
  readonly thousands?: string | null;
  /** The character before fractions. */
  readonly decimal?: string;
  /** How dates are written. */
  readonly date_format?: string;
  /** More texts that mean true. */
  readonly true_values?: readonly string[];
  /** More texts that mean false. */
  readonly false_values?: readonly string[];
}

/** The rules that load arguments mean. */
export function textRules(args: TextRuleArgs): TextRules {
  const number = numberRule(args);
  const words = new Map([
    ...(args.true_values ?? []).map((text) => [text, true] as const),
    ...(args.false_values ?? []).map((text) => [text, false] as const),
  ]);
  const readBoolean = CELL_READERS.boolean as (text: string) => boolean | undefined;
  const boolean = words.size === 0 ? readBoolean : (text: string) => words.get(text) ?? readBoolean(text);
  const { date_format } = args;
  const date = date_format === undefined ? CELL_READERS.date : (text: string) => parseDate(text, date_format);
  return {
    number,
    boolean,
    read(text, type): unknown {
      switch (type) {
        case "boolean":
          return boolean(text);
        case "date":
          return date(text);
        case "text":
          return text;
        default:
          return CELL_READERS[type](number(text));
      }
    },
  };
}

function numberRule({ thousands, decimal = "." }: TextRuleArgs): (text: string) => string {
  const hasThousands = thousands !== undefined && thousands !== null;
  if (!hasThousands && decimal === ".") return (text) => text;
  return (text) => {
    const joined = hasThousands ? text.replaceAll(thousands, "") : text;
    if (decimal === ".") return joined;
    // A point is then no part of a number.
    return joined.includes(".") ? "no number" : joined.replace(decimal, ".");
  };
}
