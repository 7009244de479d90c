import type { Issue } from "../mod.ts";

/** Names of the errors that tell a user what to change; all others are mistakes of Kedge itself. */
const USER_ERRORS: ReadonlySet<string> = new Set([
  "UsageError",
  "ConfigError",
  "CatalogError",
  "PipelineError",
  "DatasetError",
  "StoreError",
  "TrackingError",
  "ModelError",
]);

/** Whether an error says what its reader should change. By name: it may come from another copy of Kedge. */
export function isUserError(error: unknown): error is Error {
  return error instanceof Error && USER_ERRORS.has(error.name);
}

/** The problems that an error carries; none when it carries none. */
export function issuesOf(error: unknown): readonly Issue[] {
  if (!(error instanceof Error) || !("issues" in error) || !Array.isArray(error.issues)) return [];
  return error.issues.filter(isIssue);
}

/** An error as data: its name, message, facts and stack. */
export function errorToJson(error: unknown, exitCode: number): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), exitCode };
  const { name, message, stack, cause, ...facts } = error;
  return {
    name,
    message,
    exitCode,
    ...facts,
    ...(cause === undefined ? {} : { cause: causeToJson(cause) }),
    ...(isUserError(error) ? {} : { stack }),
  };
}

function causeToJson(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof Error)) return { name: "Error", message: String(cause) };
  return { name: cause.name, message: cause.message, stack: cause.stack };
}

function isIssue(value: unknown): value is Issue {
  return typeof value === "object" && value !== null && "message" in value &&
    typeof value.message === "string";
}
