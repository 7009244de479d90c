import { type StoreError, type StoreErrorKind, TrackingError } from "../core/errors.ts";

const CODES: Readonly<Record<StoreErrorKind, string>> = {
  missing: "RESOURCE_DOES_NOT_EXIST",
  denied: "PERMISSION_DENIED",
  unavailable: "TEMPORARILY_UNAVAILABLE",
  conflict: "INVALID_PARAMETER_VALUE",
  corrupt: "DATA_LOSS",
};

/** Do something to a store: what it refuses is told in the words of tracking, errors of a stream that was given pass through. */
export async function told<T>(attempt: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isStoreError(error)) throw error;
    const facts = { endpoint: error.uri, code: CODES[error.kind] };
    throw new TrackingError(`${attempt}: ${error.message}`, facts, { cause: error });
  }
}

// By name, not by class: the store may come from another copy of Kedge.
function isStoreError(error: unknown): error is StoreError {
  return error instanceof Error && error.name === "StoreError";
}
