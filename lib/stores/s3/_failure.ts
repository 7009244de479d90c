import { reasonOf } from "../../core/describe_value.ts";
import type { StoreErrorKind } from "../../core/errors.ts";

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
}

/** Tell what an error of the SDK or of the network means. */
export function judgeFailure(error: unknown, asked: S3Asked): S3Failure {
  const { name, code: errorCode, $metadata, $response } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  const facts = { code: name ?? "", status, wait: waitOf($response), isClockWrong: isClockWrong($response) };
  if (status === undefined) return { ...facts, ...judgeNetwork(error, errorCode ?? name ?? "", asked) };
  const code = (error as SdkError).Code ?? name ?? "";
  const known = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : BY_STATUS[status];
  const { kind, isTransient = false, reason } = known ??
    { kind: "unavailable" as const, isTransient: status >= 500, reason: () => answerOf(code, status) };
  return { ...facts, code, kind, isTransient, reason: reason(asked, error as SdkError) };
}

interface SdkError {
  readonly name?: string;
  readonly Code?: string;
  readonly code?: string;
  readonly Region?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

interface Judgement {
  readonly kind: StoreErrorKind;
  readonly isTransient?: boolean;
  readonly reason: (asked: S3Asked, error: SdkError) => string;
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

function judgeNetwork(
  error: unknown,
  code: string,
  { server }: S3Asked,
): Pick<S3Failure, "kind" | "reason" | "isTransient"> {
  const text = causesOf(error);
  const unavailable = (reason: string, isTransient: boolean) => ({
    kind: "unavailable" as const,
    reason,
    isTransient,
  });
  if (code === "NotCapable" || /--allow-/.test(text)) {
    const flag = /--allow-\w+/.exec(text)?.[0] ?? "--allow-net";
    const value = flag === "--allow-net" ? `=${new URL(server).host}` : PERMISSIONS[flag] ?? "";
    return { kind: "denied", reason: `Deno needs the permission ${flag}${value}`, isTransient: false };
  }
  if (
    /credential|ProviderError|token is expired|SSO/i.test(code) || /could not load credentials/i.test(text)
  ) {
    const reason = "no credentials were found; give them in the catalog, in the environment or in ~/.aws";
    return { kind: "denied", reason, isTransient: false };
  }
  if (/region is missing/i.test(text)) {
    return unavailable("no region is set; set AWS_REGION or the region of the store", false);
  }
  if (/certificate|UnknownIssuer|self.signed|NotValidForName/i.test(text)) {
    return unavailable(
      `the certificate of ${server} is not trusted; check the address, or name its authority with "ca_file"`,
      false,
    );
  }
  if (/dns error|ENOTFOUND|EAI_AGAIN|failed to lookup/i.test(text)) {
    return unavailable(`there is no server of the name in ${server}; check the endpoint`, false);
  }
  if (/invalid peer|corrupt message|InvalidContentType|unexpected.?message/i.test(text)) {
    return unavailable(`${server} does not answer as https; check the endpoint`, false);
  }
  if (/ECONNREFUSED|refused/i.test(text)) {
    return unavailable(`no server listens at ${server}; start it, or check the endpoint`, true);
  }
  if (code === "TimeoutError" || NETWORK.test(text)) {
    return unavailable(`the connection to ${server} was lost or stalled; try again`, true);
  }
  return unavailable(reasonOf(error), false);
}

/** What the SDK asks of Deno, beside the network. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  "--allow-env": "=AWS_*,HOME,USERPROFILE,HOMEPATH,HOMEDRIVE,_X_AMZN_TRACE_ID",
  "--allow-sys": "=osRelease",
};

const NETWORK =
  /ECONNRESET|EPIPE|ETIMEDOUT|ECONNABORTED|socket hang up|connection|fetch failed|error sending request|error reading a body/i;

// "fetch failed" says why in its causes.
function causesOf(error: unknown): string {
  const texts: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    texts.push(at.name, (at as SdkError).code ?? "", at.message);
  }
  return texts.join(" ");
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
