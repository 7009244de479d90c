import { StoreError, type StoreErrorKind } from "../core/errors.ts";

/** The error of the file system as ours: what was tried, on what, and why it failed. Others pass through. */
export function localStoreError(verb: string, path: string, uri: string, error: unknown): unknown {
  const [kind, reason] = explain(error);
  if (kind === undefined) return error;
  return new StoreError(`Cannot ${verb} "${path}": ${reason}`, { uri, kind }, { cause: error });
}

function explain(error: unknown): [StoreErrorKind | undefined, string] {
  if (!(error instanceof Error) || error.name === "AbortError") return [undefined, ""];
  if (error instanceof Deno.errors.NotFound) return ["missing", "it does not exist"];
  if (error instanceof Deno.errors.AlreadyExists) return ["conflict", "it exists already"];
  if (error instanceof Deno.errors.PermissionDenied) return ["denied", "the system does not permit it"];
  if (error instanceof Deno.errors.NotCapable) {
    return ["denied", `Deno was not given the permission: ${/--allow-\w+/.exec(error.message)?.[0] ?? ""}`];
  }
  if (error instanceof Deno.errors.IsADirectory) return ["conflict", "it is a folder"];
  if (error instanceof Deno.errors.NotADirectory) {
    return ["conflict", "a file stands where a folder should be"];
  }
  const { code } = error as { code?: unknown };
  if (code === "ENOSPC") return ["unavailable", "the disk is full"];
  if (code === "EROFS" || error.message.includes("os error 30")) return ["denied", "the disk is read-only"];
  if (error.message.includes("os error 28")) return ["unavailable", "the disk is full"];
  if (typeof code === "string" || error.message.includes("os error")) return ["unavailable", error.message];
  return [undefined, ""];
}
