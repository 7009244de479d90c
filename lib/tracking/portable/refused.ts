import { TrackingError } from "../../core/errors.ts";

const MOST = 20;

/** The error that nothing is imported from a place, with all reasons. */
export function refused(path: string, reasons: readonly string[]): TrackingError {
  const [only, ...others] = reasons;
  const shown = reasons.slice(0, MOST).map((reason) => `\n  ${reason}`).join("");
  const left = reasons.length > MOST ? `\n  and ${reasons.length - MOST} more` : "";
  const what = others.length === 0
    ? `: ${only}`
    : `, which has ${reasons.length} problems; nothing was imported:${shown}${left}`;
  return new TrackingError(`Cannot import "${path}"${what}`, {
    endpoint: path,
    code: "INVALID_PARAMETER_VALUE",
  });
}
