import type { Issue } from "../mod.ts";
import { messageOf, stackOf } from "./thrown.ts";

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
  if (!(error instanceof Error)) return { name: "Error", message: messageOf(error), exitCode };
  const isKnown = error.name === "NodeError" || isUserError(error);
  return {
    name: String(error.name),
    message: messageOf(error),
    exitCode,
    ...(isKnown ? factsOf(error) : {}),
    ...(isKnown && error.cause !== undefined ? { cause: causeToJson(error.cause) } : {}),
    ...(isUserError(error) ? {} : { stack: stackOf(error) }),
  };
}

// Errors of others may carry anything: connections, values that contain themselves.
function factsOf(error: Error): Record<string, unknown> {
  const { name: _name, message: _message, stack: _stack, cause: _cause, ...facts } = error;
  return facts;
}

function causeToJson(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof Error)) return { name: "Error", message: messageOf(cause) };
  return { name: String(cause.name), message: messageOf(cause), stack: stackOf(cause) };
}

function isIssue(value: unknown): value is Issue {
  return typeof value === "object" && value !== null && "message" in value &&
    typeof value.message === "string";
}
