import { StoreError } from "../core/errors.ts";

/** That an object is not the one that was looked at. */
export function changedError(uri: string): StoreError {
  return new StoreError(`Cannot read "${uri}": it has changed since it was looked at, so begin again`, {
    uri,
    kind: "conflict",
  });
}
