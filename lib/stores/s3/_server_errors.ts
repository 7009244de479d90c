import type { StoreErrorKind } from "../../core/errors.ts";
import type { S3Asked } from "./_failure.ts";

/** What errors of the SDK have beside their message. */
export interface SdkError {
  readonly name?: string;
  readonly Code?: string;
  readonly Region?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

/** What an error means. */
export interface Judgement {
  readonly kind: StoreErrorKind;
  readonly isTransient?: boolean;
  readonly reason: (asked: S3Asked, error: SdkError) => string;
}

/** Tell what the answer of a server means. */
export function judgeAnswer(code: string, status: number): Judgement {
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : BY_STATUS[status];
  return known ?? { kind: "unavailable", isTransient: status >= 500, reason: () => answerOf(code, status) };
}

const BUSY: Judgement = {
  kind: "unavailable",
  isTransient: true,
  reason: ({ server }) => `${server} is too busy or fails; try again later`,
};
const REGION: Judgement = {
  kind: "denied",
  reason: ({ bucket, region }, { Region }) =>
    `bucket "${bucket}" is not in region "${region}"; set the region to ${
      Region === undefined ? "that of the bucket" : `"${Region}"`
    }`,
};
const WIRE: Judgement = {
  kind: "corrupt",
  isTransient: true,
  reason: () => "the bytes were damaged on the way; try again, and look at the network if it stays so",
};
const EXPIRED: Judgement = {
  kind: "denied",
  reason: () => "the session token is not valid or has expired; get new credentials",
};
const DENIED: Judgement = {
  kind: "denied",
  reason: ({ bucket }) =>
    `the credentials have no right to do this in bucket "${bucket}"; give them the right, or use others`,
};
const CONFLICT: Judgement = { kind: "conflict", reason: () => "it is not the object that was expected" };

// docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const BY_CODE: Readonly<Record<string, Judgement>> = {
  NoSuchKey: { kind: "missing", reason: () => "it does not exist" },
  NoSuchUpload: { kind: "missing", reason: () => "its upload does not exist any more" },
  NoSuchBucket: {
    kind: "missing",
    reason: ({ bucket, server }) => `${server} has no bucket "${bucket}"; check its name, or make it`,
  },
  InvalidBucketName: {
    kind: "missing",
    reason: ({ bucket }) => `"${bucket}" cannot be the name of a bucket; check it`,
  },
  AccessDenied: DENIED,
  AllAccessDisabled: DENIED,
  InvalidAccessKeyId: {
    kind: "denied",
    reason: ({ server }) => `${server} does not know the access key; check "key"`,
  },
  SignatureDoesNotMatch: {
    kind: "denied",
    reason: () =>
      `the secret of the access key is wrong, or something on the way changes requests; check "secret"`,
  },
  RequestTimeTooSkewed: {
    kind: "denied",
    reason: ({ server }) => `the clock of this machine differs from that of ${server}; set it right`,
  },
  ExpiredToken: EXPIRED,
  InvalidToken: EXPIRED,
  AuthorizationHeaderMalformed: REGION,
  PermanentRedirect: REGION,
  IllegalLocationConstraintException: REGION,
  PreconditionFailed: CONFLICT,
  // Another conditional write to the same key goes on: it may fail yet.
  ConditionalRequestConflict: { ...CONFLICT, isTransient: true },
  OperationAborted: { ...CONFLICT, isTransient: true },
  BadDigest: WIRE,
  XAmzContentSHA256Mismatch: WIRE,
  InvalidDigest: WIRE,
  IncompleteBody: WIRE,
  RequestTimeout: BUSY,
  SlowDown: BUSY,
  InternalError: BUSY,
  ServiceUnavailable: BUSY,
  ThrottlingException: BUSY,
  TooManyRequestsException: BUSY,
  EntityTooLarge: { kind: "unavailable", reason: () => "it is larger than the server takes" },
  QuotaExceeded: { kind: "unavailable", reason: () => "the quota is used up; delete something, or raise it" },
  NotImplemented: {
    kind: "unavailable",
    reason: ({ server }) => `${server} does not know this operation of S3`,
  },
};

const BY_STATUS: Readonly<Record<number, Judgement>> = {
  301: REGION,
  307: REGION,
  401: DENIED,
  403: DENIED,
  404: { kind: "missing", reason: () => "it does not exist" },
  409: { ...CONFLICT, isTransient: true },
  412: CONFLICT,
  429: BUSY,
  500: BUSY,
  502: BUSY,
  503: BUSY,
  504: BUSY,
};

function answerOf(code: string, status: number): string {
  return `the server answers ${status}${code === "" || /^Unknown/.test(code) ? "" : ` ${code}`}`;
}
