import { isPlainObject } from "../../core/json.ts";

/** What is noted of a value when it passes, so that the value itself can be let go. */
export interface RowsSample {
  /** How many rows. */
  readonly rows: number;
  /** The first of them. */
  readonly first: readonly unknown[];
}

const SAMPLE_SIZE = 100;

/** What is noted of a table: a list of rows. Other values have no rows. */
export function sampleRows(value: unknown): RowsSample | undefined {
  if (!Array.isArray(value)) return undefined;
  return { rows: value.length, first: value.slice(0, SAMPLE_SIZE) };
}

/** What is noted of tables by id, together. Parts that are made or loaded later have not been seen, and then no sum is right. */
export function samplePartRows(value: unknown): RowsSample | undefined {
  if (!(value instanceof Map) && !isPlainObject(value)) return undefined;
  const samples = [...(value instanceof Map ? value.values() : Object.values(value))].map(sampleRows);
  if (samples.length === 0 || !samples.every((sample) => sample !== undefined)) return undefined;
  return {
    rows: samples.reduce((sum, { rows }) => sum + rows, 0),
    first: samples.flatMap(({ first }) => first).slice(0, SAMPLE_SIZE),
  };
}

/** The columns of rows in MLflow's words, as JSON; `undefined` for what is no table. */
export function describeColumns({ first }: RowsSample): string | undefined {
  if (first.length === 0 || !first.every(isPlainObject)) return undefined;
  const names = new Set(first.flatMap((row) => Object.keys(row)));
  const columns = Array.from(names, (name) => {
    const values = first.map((row) => row[name]);
    const present = values.filter((value) => value !== null && value !== undefined);
    return { type: typeOf(present), name, required: present.length === values.length };
  });
  return JSON.stringify({ mlflow_colspec: columns });
}

function typeOf(values: readonly unknown[]): string {
  const types = new Set(values.map(typeOfOne));
  if (types.size === 2 && types.has("long") && types.has("double")) return "double";
  const [only = "any"] = types;
  return types.size === 1 ? only : "any";
}

function typeOfOne(value: unknown): string {
  switch (typeof value) {
    case "number":
      return Number.isSafeInteger(value) ? "long" : "double";
    case "bigint":
      return "long";
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    default:
      if (value instanceof Date) return "datetime";
      return value instanceof Uint8Array ? "binary" : "any";
  }
}
