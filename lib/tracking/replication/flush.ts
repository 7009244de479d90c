import type { Copier, Round } from "./copier.ts";

/** Why copying is given up when a run does not wait for the server any longer. */
export function tooLong(): DOMException {
  return new DOMException("The server has taken too long", "TimeoutError");
}

/** Whether nothing is left to be sent of runs, whoever has sent it; but for what the server fails at. */
export function isFlushed({ outbox }: Copier, runIds: readonly string[], round: Round): boolean {
  return round.kind !== "later" &&
    (!outbox.hasWork(runIds) || (round.kind === "done" && round.reason !== undefined));
}
