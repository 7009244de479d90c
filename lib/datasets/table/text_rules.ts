import { CELL_READERS, type ColumnType } from "./column_type.ts";
import { parseDate } from "./date_format.ts";

/** How texts are written that stand for numbers, dates and booleans. */
export interface TextRules {
  /** A text as a number is usually written, where it may be written otherwise; a text that is no number stays none. */
  readonly number: ((text: string) => string) | undefined;
  /** The boolean that a text means. */
  readonly boolean: (text: string) => unknown;
  /** What gives the value of a text in a column of a type; `undefined` when it has none. */
  reader(type: ColumnType): (text: string) => unknown;
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
  const readBoolean = CELL_READERS.boolean;
  const boolean = words.size === 0 ? readBoolean : (text: string) => words.get(text) ?? readBoolean(text);
  const { date_format } = args;
  const date = date_format === undefined ? CELL_READERS.date : (text: string) => parseDate(text, date_format);
  return {
    number,
    boolean,
    reader(type): (text: string) => unknown {
      if (type === "boolean") return boolean;
      if (type === "date") return date;
      const read = CELL_READERS[type];
      return type === "text" || number === undefined ? read : (text) => read(number(text));
    },
  };
}

function numberRule({ thousands, decimal = "." }: TextRuleArgs): TextRules["number"] {
  const hasThousands = thousands !== undefined && thousands !== null;
  if (!hasThousands && decimal === ".") return undefined;
  return (text) => {
    const joined = hasThousands ? text.replaceAll(thousands, "") : text;
    if (decimal === ".") return joined;
    // A point is then no part of a number.
    return joined.includes(".") ? "no number" : joined.replace(decimal, ".");
  };
}
