import type { RunStatus } from "../entities.ts";
import { invalid } from "../limits.ts";
import type { SearchRunsOptions } from "../tracking_store.ts";

const STATUSES: readonly RunStatus[] = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

/**
 * The conditions of a search as one filter in MLflow's words, which have no `OR`; `undefined` when no run can meet them.
 */
export function runFilter(
  { filter, runName, runIdPrefix, status }: SearchRunsOptions,
): string | undefined {
  const conditions = filter === undefined || filter === "" ? [] : [filter];
  if (runName !== undefined) conditions.push(`attributes.run_name = ${quote(runName)}`);
  if (runIdPrefix !== undefined) {
    // `_` stands for any one letter in a pattern, and is part of no id that a server makes.
    if (!/^[0-9a-z-]*$/i.test(runIdPrefix)) return undefined;
    conditions.push(`attributes.run_id LIKE '${runIdPrefix}%'`);
  }
  if (status !== undefined) {
    const others = STATUSES.filter((each) => !status.includes(each));
    if (others.length === STATUSES.length) return undefined;
    conditions.push(...others.map((each) => `attributes.status != '${each}'`));
  }
  return conditions.join(" AND ");
}

function quote(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  if (!text.includes('"')) return `"${text}"`;
  throw invalid(
    `Cannot search a run by the name ${text}: MLflow's filters hold no text with both kinds of quotes`,
  );
}
