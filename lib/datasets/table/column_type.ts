/** What the cells of a column are. */
export type ColumnType = "integer" | "bigint" | "float" | "boolean" | "text" | "date";

/**
 * Finds out what a column is from all of its texts, by the rules of pandas: whole numbers, else numbers, else booleans, else
 * text. Whole numbers beyond what a number holds exactly make the whole column `bigint`.
 */
export class ColumnGuess {
  #isInteger = true;
  #isFloat = true;
  #isBoolean = true;
  #isSafe = true;
  #isEmpty = true;

  /** Look at a cell that is not missing, and at how it would be written if it were a number. */
  add(text: string, number: string, readBoolean: (text: string) => unknown): void {
    this.#isEmpty = false;
    if (this.#isInteger && readInteger(number) === undefined) {
      this.#isInteger = INTEGER.test(number);
      this.#isSafe = false;
    }
    // Whole numbers are numbers, so there is nothing to look at while all are whole.
    if (!this.#isInteger && this.#isFloat) this.#isFloat = readFloat(number) !== undefined;
    if (this.#isBoolean) this.#isBoolean = readBoolean(text) !== undefined;
  }

  /** What it is by what was seen; `undefined` when all cells were missing. */
  get type(): ColumnType | undefined {
    if (this.#isEmpty) return undefined;
    if (this.#isInteger) return this.#isSafe ? "integer" : "bigint";
    if (this.#isFloat) return "float";
    return this.#isBoolean ? "boolean" : "text";
  }

  /** Whether nothing that could still be seen would change the type. */
  get isDecided(): boolean {
    return !this.#isEmpty && !this.#isInteger && !this.#isFloat && !this.#isBoolean;
  }
}

/** Reads a cell of a type: its value, or `undefined` when the text is not of the type. */
export const CELL_READERS: Readonly<Record<ColumnType, (text: string) => unknown>> = {
  integer: readInteger,
  bigint: readBigint,
  float: readFloat,
  boolean: readBoolean,
  text: (text) => text,
  date: readDate,
};

/** A type as a message names it. */
export const TYPE_NAMES: Readonly<Record<ColumnType, string>> = {
  integer: "a whole number that is held exactly",
  bigint: "a whole number",
  float: "a number",
  boolean: "true or false",
  text: "text",
  date: "a date such as 2026-01-31 or 2026-01-31T12:00:00Z",
};

const ZERO = 0x30;
const INTEGER = /^[ \t]*[-+]?[0-9]+[ \t]*$/;
const FLOAT = /^[ \t]*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?[ \t]*$/;
const INFINITE = /^[ \t]*([-+]?)inf(?:inity)?[ \t]*$/i;
const BOOLEAN = /^(?:true|false)$/i;
const DATE =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)[ ]?(Z|[-+][0-9]{2}:?[0-9]{2})?)?$/;

function readInteger(text: string): number | undefined {
  const short = readDigits(text);
  if (short !== undefined || !INTEGER.test(text)) return short;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

// Most whole numbers are a few digits, which a loop reads in a tenth of the time.
function readDigits(text: string): number | undefined {
  if (text.length > 15) return undefined;
  let value = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return text === "" ? undefined : value;
}

function readBigint(text: string): bigint | undefined {
  return INTEGER.test(text) ? BigInt(text.trim().replace(/^\+/, "")) : undefined;
}

function readFloat(text: string): number | undefined {
  if (FLOAT.test(text)) return Number(text);
  const sign = INFINITE.exec(text)?.[1];
  return sign === undefined ? undefined : sign === "-" ? -Infinity : Infinity;
}

function readBoolean(text: string): boolean | undefined {
  return BOOLEAN.test(text) ? text.length === 4 : undefined;
}

// Without a zone a time is UTC, so that a file means the same on every machine.
function readDate(text: string): Date | undefined {
  const [, day, time = "00:00", zone = "Z"] = DATE.exec(text.trim()) ?? [];
  if (day === undefined) return undefined;
  const date = new Date(`${day}T${time}${zone}`);
  // 31 February would be taken for a day in March.
  const isReal = new Date(`${day}T00:00Z`).toISOString().startsWith(day);
  return isReal && !Number.isNaN(date.getTime()) ? date : undefined;
}
