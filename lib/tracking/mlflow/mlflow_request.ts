import type { TrackingError } from "../../core/errors.ts";
import type { Body } from "../../stores/store.ts";

/** A request to a server of MLflow. */
export interface MlflowRequest {
  /** How. */
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path below the address of the server, encoded: `api/2.0/mlflow/runs/create`. */
  readonly path: string;
  /** What it is for, after "Cannot": `make a run`. */
  readonly what: string;
  /** Whether doing it twice is the same as doing it once, so that it may be repeated when its answer is lost. */
  readonly isRepeatable: boolean;
  /** Fields of the query; a list is repeated, what is `undefined` is left out. */
  readonly query?:
    | Readonly<Record<string, string | number | readonly string[] | undefined>>
    | undefined;
  /** Body, sent as JSON. */
  readonly json?: unknown;
  /** Body, sent as it is. A stream can be sent once only. */
  readonly bytes?: Body | undefined;
  /** Whether a good answer may be empty, as for files; all others are objects of JSON. @default {false} */
  readonly mayAnswerNothing?: boolean | undefined;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Stops it. */
  readonly signal?: AbortSignal | undefined;
}

/** What became of one attempt at a request. */
export type MlflowOutcome<T> =
  /** The server has done it. */
  | { readonly kind: "done"; readonly value: T }
  /** The server will not do it: asking again is of no use. */
  | { readonly kind: "refused"; readonly error: TrackingError }
  /** There was no answer, or the server is overloaded: it may go well later. */
  | {
    readonly kind: "later";
    readonly error: TrackingError;
    /** Whether the server may have done it all the same. */
    readonly maybeDone: boolean;
    /** Whether it will not go well before somebody has changed a setting: certificates that do not fit. */
    readonly needsChange: boolean;
    /** Milliseconds after which the server wants to be asked again. */
    readonly retryAfter: number | undefined;
  };
