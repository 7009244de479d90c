import { StoreError } from "../../core/errors.ts";
import type { S3Failure } from "./_failure.ts";

/** A refusal by a server of S3, or of the network. */
export class S3Refusal extends StoreError {
  /** What was wrong. */
  readonly failure: S3Failure;

  /** Create a refusal. */
  constructor({ verb, uri }: { readonly verb: string; readonly uri: string }, failure: S3Failure) {
    // No cause: the SDK hangs requests onto its errors, with keys and signatures.
    super(`Cannot ${verb} "${uri}": ${failure.reason}`, { uri, kind: failure.kind });
    this.failure = failure;
  }
}
