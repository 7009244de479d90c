import { dirname } from "node:path";
import { StoreError, type StoreErrorKind } from "../core/errors.ts";

/** What was tried when the file system refused. */
export interface LocalAttempt {
  /** What to the file: `read`. */
  readonly verb: string;
  /** The file. */
  readonly path: string;
  /** Its URI. */
  readonly uri: string;
}

/** Why a file cannot be used, where the system itself would go on. */
export class Refusal extends Error {
  /** Why. */
  readonly kind: StoreErrorKind;

  /** Create a refusal for a reason that fits behind a colon. */
  constructor(kind: StoreErrorKind, reason: string) {
    super(reason);
    this.kind = kind;
  }
}

/** The error of the file system as ours: what was tried, on what, and why it failed. Others pass through. */
export function localStoreError(error: unknown, { verb, path, uri }: LocalAttempt): unknown {
  // A write makes a second file beside the first, so it is the folder that must be allowed.
  const refusal = refusalOf(error, verb === "read" ? path : dirname(path));
  if (refusal === undefined) return error;
  const { kind, message } = refusal;
  return new StoreError(`Cannot ${verb} "${path}": ${message}`, { uri, kind }, { cause: error });
}

function refusalOf(error: unknown, place: string): Pick<Refusal, "kind" | "message"> | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof Refusal) return error;
  // The one error that Deno itself makes; those of the system have a number.
  if (error.name === "NotCapable") {
    const flag = /--allow-\w+/.exec(error.message)?.[0] ?? "--allow-read";
    return { kind: "denied", message: `Deno needs the permission ${flag}="${place}"` };
  }
  if (!/\(os error \d+\)/.test(error.message)) return undefined;
  // Rare errors have no code.
  const { code } = error as { readonly code?: string };
  // "Name of the error (os error 5): call '/path'", of which the path has been said.
  return REFUSALS[code ?? ""] ??
    { kind: "unavailable", message: error.message.replace(/(\(os error \d+\)).*$/s, "$1") };
}

const REFUSALS: Readonly<Record<string, Pick<Refusal, "kind" | "message">>> = {
  ENOENT: { kind: "missing", message: "it does not exist" },
  ENOTDIR: { kind: "conflict", message: "a file stands where a folder should be" },
  EISDIR: { kind: "conflict", message: "it is a folder" },
  EEXIST: { kind: "conflict", message: "it exists already" },
  EACCES: { kind: "denied", message: "the system does not permit it" },
  EPERM: { kind: "denied", message: "the system does not permit it" },
  EROFS: { kind: "denied", message: "the disk is read-only" },
  ENOSPC: { kind: "unavailable", message: "the disk is full" },
  EDQUOT: { kind: "unavailable", message: "the quota of the disk is used up" },
  ENAMETOOLONG: { kind: "unavailable", message: "the name is too long for the disk" },
  ELOOP: { kind: "unavailable", message: "its links lead in a circle" },
  EIO: { kind: "unavailable", message: "the disk fails" },
};
