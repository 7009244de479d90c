import { midSentence, reasonOf } from "../core/describe_value.ts";
import { DatasetError } from "../core/errors.ts";

/** What was tried when an error came. */
export interface Attempt {
  /** What to the dataset: `load`. */
  readonly verb: string;
  /** Name of the dataset. */
  readonly name: string;
  /** Stops it. */
  readonly signal?: AbortSignal | undefined;
}

/** The error of a dataset with the name in front; what stopped a run comes through as it is. */
export function wrapError(error: unknown, { verb, name, signal }: Attempt): unknown {
  if (signal?.aborted && isAbort(error, signal)) return signal.reason;
  if (
    error instanceof Error && error.name === "DatasetError" && "dataset" in error && error.dataset === name
  ) return error;
  const reason = midSentence(reasonOf(error));
  const facts = { dataset: name, uri: uriOf(error) };
  return new DatasetError(`Cannot ${verb} dataset "${name}": ${reason}`, facts, { cause: error });
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === "AbortError");
}

// Known by name, as two copies of this module may meet in one process.
function uriOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !["StoreError", "DatasetError"].includes(error.name)) return undefined;
  return "uri" in error && typeof error.uri === "string" ? error.uri : undefined;
}
