import type { RunStatus } from "../entities.ts";

const STATUSES: readonly RunStatus[] = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

/** A status by the number that MLflow's files hold. */
export function statusOfNumber(value: number): RunStatus | undefined {
  return STATUSES[value - 1];
}

/** A number as Python or JavaScript writes it; `undefined` for anything else. */
export function readNumber(text: string): number | undefined {
  const word = text.toLowerCase();
  if (word === "nan") return NaN;
  const infinity = /^([+-]?)inf(?:inity)?$/.exec(word);
  if (infinity !== null) return infinity[1] === "-" ? -Infinity : Infinity;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(word) ? Number(word) : undefined;
}
