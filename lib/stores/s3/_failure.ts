import type { StoreErrorKind } from "../../core/errors.ts";
import { judgeNetwork } from "./_network_errors.ts";
import { judgeAnswer, type SdkError } from "./_server_errors.ts";

/** What went wrong with a request. */
export interface S3Failure {
  /** Kind of error that it becomes. */
  readonly kind: StoreErrorKind;
  /** Why, and what to do, behind a colon. */
  readonly reason: string;
  /** Whether the same request may go well later. */
  readonly isTransient: boolean;
  /** Name of the error that the server gave, or that the network was. */
  readonly code: string;
  /** Status of the answer, if there was one. */
  readonly status: number | undefined;
  /** Milliseconds that the server asks to wait. */
  readonly wait: number | undefined;
  /** Whether the clock of the server shows so different a time that it does not believe signatures. */
  readonly isClockWrong: boolean;
}

/** What messages may say of the place that was asked. */
export interface S3Asked {
  /** The bucket. */
  readonly bucket: string;
  /** Address of the server, without secrets. */
  readonly server: string;
  /** Region that requests are signed for. */
  readonly region: string | undefined;
  /** Profile that was asked for, when the options name one. */
  readonly profile?: string | undefined;
}

/** Tell what an error of the SDK or of the network means. */
export function judgeFailure(error: unknown, asked: S3Asked): S3Failure {
  const { name = "", Code = name, $metadata, $response } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  const facts = { code: Code, status, wait: waitOf($response), isClockWrong: isClockWrong($response) };
  if (status === undefined) return { ...facts, ...judgeNetwork(error, asked) };
  const { kind, isTransient = false, reason } = judgeAnswer(Code, status);
  return { ...facts, kind, isTransient, reason: reason(asked, error as SdkError) };
}

function waitOf(response: SdkError["$response"]): number | undefined {
  const seconds = Number(response?.headers?.["retry-after"]);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

const MOST_SKEW = 5 * 60_000;

function isClockWrong(response: SdkError["$response"]): boolean {
  const there = Date.parse(response?.headers?.["date"] ?? "");
  return !Number.isNaN(there) && Math.abs(there - Date.now()) > MOST_SKEW;
}
