import { isPlainObject, type JsonValue } from "../core/json.ts";
import type { TransferOptions } from "./dataset.ts";

/** How much of a value to show. */
export interface PreviewOptions extends TransferOptions {
  /** How many rows, lines or items at most. @default {10} */
  readonly limit?: number | undefined;
}

/** The beginning of a value, small enough to show. */
export type Preview =
  | {
    /** Rows with columns. */
    readonly kind: "table";
    /** Names of the columns. */
    readonly columns: readonly string[];
    /** Cells row by row. */
    readonly rows: readonly (readonly JsonValue[])[];
    /** Whether there is no more. */
    readonly isWhole: boolean;
  }
  | {
    /** Text. */
    readonly kind: "text";
    /** Its first lines. */
    readonly text: string;
    /** Whether there is no more. */
    readonly isWhole: boolean;
  }
  | {
    /** Anything else, as JSON. */
    readonly kind: "value";
    /** The value, with long lists cut. */
    readonly value: JsonValue;
    /** Whether there is no more. */
    readonly isWhole: boolean;
  };

const DEFAULT_LIMIT = 10;

// Not a literal import(): no run looks at previews.
const IMPLEMENTATION: string = "./_preview_value.ts";

/** The beginning of a value that a dataset loaded. Of what comes piece by piece, no more is asked for than is shown. */
export async function previewValue(value: unknown, options: PreviewOptions = {}): Promise<Preview> {
  const { previewOf }: typeof import("./_preview_value.ts") = await import(IMPLEMENTATION);
  return await previewOf(value, limitOf(options));
}

/**
 * How much to show.
 *
 * @throws {RangeError} When it is less than one.
 */
export function limitOf({ limit = DEFAULT_LIMIT }: PreviewOptions): number {
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new RangeError(
    `Cannot show a preview as limit must be a whole number >= 1: current value is ${limit}`,
  );
}

/** Ids of partitions as a table. */
export function previewIds(ids: readonly string[], options: PreviewOptions): Preview {
  const limit = limitOf(options);
  const rows = ids.slice(0, limit).map((id) => [id]);
  return { kind: "table", columns: ["partition"], rows, isWhole: ids.length <= limit };
}

/** Whether a value is a map of functions, as a folder of partitions loads. */
export function isPartitions(value: unknown): value is Readonly<Record<string, () => unknown>> {
  if (!isPlainObject(value)) return false;
  const values = Object.values(value);
  return values.length > 0 && values.every((each) => typeof each === "function");
}
