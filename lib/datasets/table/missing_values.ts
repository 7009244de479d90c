/** What pandas takes for a missing value when it is told nothing. */
export const DEFAULT_MISSING: readonly string[] = [
  "",
  "#N/A",
  "#N/A N/A",
  "#NA",
  "-1.#IND",
  "-1.#QNAN",
  "-NaN",
  "-nan",
  "1.#IND",
  "1.#QNAN",
  "<NA>",
  "N/A",
  "NA",
  "NULL",
  "NaN",
  "None",
  "n/a",
  "nan",
  "null",
];

/** Texts that mean a missing value, made for being asked about every cell of a table. */
export class MissingValues {
  readonly #texts: ReadonlySet<string>;
  readonly #lengths = new Set<number>();
  readonly #ends = new Set<number>();

  constructor(texts: Iterable<string>) {
    this.#texts = new Set(texts);
    for (const text of this.#texts) {
      this.#lengths.add(text.length);
      this.#ends.add(text.charCodeAt(text.length - 1));
    }
  }

  /** Whether a text means a missing value. */
  has(text: string): boolean {
    // Sets of numbers answer ten times sooner than sets of texts do.
    return this.#ends.has(text.charCodeAt(text.length - 1)) && this.#lengths.has(text.length) &&
      this.#texts.has(text);
  }
}
