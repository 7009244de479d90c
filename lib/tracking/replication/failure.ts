import { TrackingError } from "../../core/errors.ts";

// Not about what was sent: who asks, how often, how long.
const NOT_ABOUT_IT: ReadonlySet<number> = new Set([401, 403, 407, 408, 421, 425, 429]);

/**
 * Whether a server understood what it was sent and does not take it: sending it again is no use. Everything else may go well later:
 * no answer, wrong credentials, a server that is overloaded or is none of MLflow's.
 */
export function isRefusal(error: unknown): error is TrackingError {
  if (!isTrackingError(error) || error.status === undefined) return false;
  // Too much at once, said by whoever stands before the server.
  if (error.status === 413) return true;
  if (error.code === undefined) return false;
  return error.status === 501 ||
    (error.status >= 400 && error.status < 500 && !NOT_ABOUT_IT.has(error.status));
}

/** Raised when a server gave no answer that says anything about what was sent: it may go well later. */
export class Unanswered extends Error {
  /** Always `"Unanswered"`. */
  override readonly name = "Unanswered";
  /** Milliseconds after which the server wants to be asked again. */
  readonly retryAfter: number | undefined;
  /** Whether the server failed at this very request, or does not allow it, and may do so for ever. */
  readonly isOwn: boolean;

  /** Wrap what became of a request. */
  constructor(error: TrackingError, { retryAfter, isOwn = false }: UnansweredFacts = {}) {
    super(error.message, { cause: error });
    this.retryAfter = retryAfter;
    this.isOwn = isOwn;
  }
}

/** What is known of a request that went wrong, and may go well later. */
export interface UnansweredFacts {
  /** Milliseconds after which the server wants to be asked again. */
  readonly retryAfter?: number | undefined;
  /** Whether the server failed at this very request, or does not allow it, and may do so for ever. @default {false} */
  readonly isOwn?: boolean | undefined;
}

/** Raised when a server turns out to have a thing no more. It is noted, and nothing further of the thing can be sent. */
export class Lost extends Error {
  /** Always `"Lost"`. */
  override readonly name = "Lost";
}

/** Whether a server says that something is not there. */
export function isMissing(error: unknown): boolean {
  return isTrackingError(error) && (error.code === "RESOURCE_DOES_NOT_EXIST" || error.code === "NOT_FOUND");
}

/** Wait for a server to remove something; what is gone already is removed. */
export async function unlessMissing(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** Whether a server says that something is there already. */
export function isTaken(error: unknown): boolean {
  return isTrackingError(error) &&
    (error.code === "RESOURCE_ALREADY_EXISTS" || error.code === "ALREADY_EXISTS");
}

/** A refusal of our own: something that cannot be sent as things are. */
export function refusal(message: string): TrackingError {
  return new TrackingError(message, { status: 400, code: "INVALID_STATE" });
}

// By name, not by class: it may come from another copy of Kedge.
function isTrackingError(error: unknown): error is TrackingError {
  return error instanceof Error && error.name === "TrackingError";
}
