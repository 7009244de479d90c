import type { SearchExperimentsOptions } from "../../tracking_store.ts";
import type { Database } from "../database.ts";
import type { ExperimentRow } from "../experiments.ts";
import type { RowPage } from "./pages.ts";
import { searchTable } from "./search_table.ts";
import { EXPERIMENT_TABLE } from "./searched_tables.ts";
import { raw, sql } from "./sql.ts";

/** Find experiments, the newest first unless an order is given. */
export function searchExperimentRows(
  database: Database,
  { lifecycleStage = "active", ...options }: SearchExperimentsOptions,
): RowPage<ExperimentRow> {
  const where = lifecycleStage === "all" ? raw("1") : sql`t.lifecycle_stage = ${lifecycleStage}`;
  return searchTable<ExperimentRow>(database, EXPERIMENT_TABLE, { ...options, where });
}
