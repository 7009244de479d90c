import { isPlainObject } from "../../core/json.ts";
import { requireScope } from "./current_run.ts";

/**
 * Store a table as an artifact of the current run, in the format of MLflow's `log_table`: JSON with `columns` and `data`.
 * A column that a row lacks is null in it.
 *
 * @param table Rows as objects, or columns as lists of equal length.
 * @param path Path among the artifacts of the run; it ends in `.json`.
 * @throws {TrackingError} Outside a run, and for a path that leads out of it.
 * @throws {TypeError} For a table that is none, and for a path that does not end in `.json`.
 *
 * @example Keep predictions
 * ```ts
 * import assert from "node:assert/strict";
 * import { logTable, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const id = await withRun({ directory }, async (run) => {
 *   await logTable([{ mass: 3750, species: "Adelie" }, { mass: 5400, species: "Gentoo" }], "predictions.json");
 *   return run.id;
 * });
 *
 * await using store = openEmbeddedStore(directory);
 * const stream = await store.readArtifact(id, "predictions.json");
 * assert.deepEqual(await new Response(stream).json(), {
 *   columns: ["mass", "species"],
 *   data: [[3750, "Adelie"], [5400, "Gentoo"]],
 * });
 * ```
 */
export async function logTable(
  table: readonly object[] | Readonly<Record<string, readonly unknown[]>>,
  path: string,
): Promise<void> {
  const { run, node } = requireScope("logTable");
  if (!path.endsWith(".json")) {
    throw new TypeError(`Cannot store a table as "${path}": its path must end in ".json"`);
  }
  const split = isRows(table) ? splitRows(table, path) : splitColumns(table, path);
  await run?.writeArtifact(path, new TextEncoder().encode(JSON.stringify(split, toJson)), node);
}

interface SplitTable {
  readonly columns: readonly string[];
  readonly data: readonly (readonly unknown[])[];
}

function isRows(table: unknown): table is readonly unknown[] {
  return Array.isArray(table);
}

function splitRows(rows: readonly unknown[], path: string): SplitTable {
  const columns = new Set<string>();
  for (const [i, row] of rows.entries()) {
    if (!isPlainObject(row)) {
      throw new TypeError(`Cannot store a table as "${path}": row ${i} must be an object`);
    }
    for (const name of Object.keys(row)) columns.add(name);
  }
  const names = [...columns];
  // Checked row by row above.
  const records = rows as readonly Record<string, unknown>[];
  return { columns: names, data: records.map((row) => names.map((name) => row[name] ?? null)) };
}

function splitColumns(table: Readonly<Record<string, readonly unknown[]>>, path: string): SplitTable {
  const columns = Object.keys(table);
  const lists = Object.values(table);
  const length = lists[0]?.length ?? 0;
  const wrong = columns.find((_, i) => !Array.isArray(lists[i]) || lists[i].length !== length);
  if (wrong !== undefined) {
    throw new TypeError(
      `Cannot store a table as "${path}": column "${wrong}" must be a list of ${length} values`,
    );
  }
  return { columns, data: Array.from({ length }, (_, i) => lists.map((list) => list[i] ?? null)) };
}

function toJson(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
