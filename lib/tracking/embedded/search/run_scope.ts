import type { SearchRunsOptions } from "../../tracking_store.ts";
import { allOf, raw, type Sql, sql } from "./sql.ts";

/** Which runs `r` are looked at, whatever the filter says: their experiments, their stage and the like. */
export function runScope(
  { experimentIds, runName, runIdPrefix, status, lifecycleStage = "active" }: SearchRunsOptions,
): Sql {
  const pieces: Sql[] = [experimentScope(experimentIds)];
  if (runName !== undefined) pieces.push(sql`r.name = ${runName}`);
  if (runIdPrefix !== undefined) {
    // Ids are hexadecimal: the prefix of one is everything from itself up to itself and the highest sign.
    pieces.push(sql`r.run_id >= ${runIdPrefix}`, sql`r.run_id < ${`${runIdPrefix}\u{10FFFF}`}`);
  }
  if (status !== undefined) {
    pieces.push(sql`r.status IN (SELECT value FROM json_each(${JSON.stringify(status)}))`);
  }
  if (lifecycleStage !== "all") pieces.push(sql`r.lifecycle_stage = ${lifecycleStage}`);
  return allOf(pieces);
}

function experimentScope(experimentIds: readonly string[] | undefined): Sql {
  if (experimentIds === undefined) {
    return raw("+r.experiment IN (SELECT experiment FROM experiments WHERE lifecycle_stage = 'active')");
  }
  // Ids are text outside and numbers inside; what is no number names no experiment.
  const numbers = experimentIds.filter((id) => /^\d{1,15}$/.test(id)).map(Number);
  const [only = -1] = numbers;
  if (numbers.length <= 1) return sql`r.experiment = ${only}`;
  return sql`+r.experiment IN (SELECT value FROM json_each(${JSON.stringify(numbers)}))`;
}
