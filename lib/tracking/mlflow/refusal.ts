import { TrackingError } from "../../core/errors.ts";
import { isPlainObject } from "../../core/json.ts";
import { redact } from "../system/command_line.ts";

/** How a request failed, for its message. */
export interface FailedRequest {
  /** What it was for, after "Cannot". */
  readonly what: string;
  /** Address of the server. */
  readonly endpoint: string;
}

const LONGEST = 600;

/** The error that an answer stands for: MLflow's own, as JSON, or what somebody before MLflow says as text or as a page. */
export async function refusal(response: Response, request: FailedRequest): Promise<TrackingError> {
  const text = await response.text().catch(() => "");
  const { status, headers } = response;
  const own = ownError(text);
  if (own !== undefined) return failure(request, own.message, { status, code: own.code });
  return failure(request, reasonOfOther(response, text, headers.get("content-type") ?? ""), {
    status,
    code: CODES[status],
  });
}

/** An error about a request. */
export function failure(
  { what, endpoint }: FailedRequest,
  reason: string,
  facts: { readonly status?: number | undefined; readonly code?: string | undefined } = {},
  cause?: unknown,
): TrackingError {
  return new TrackingError(
    `Cannot ${what} at "${endpoint}": ${redact(reason)}`,
    { endpoint, ...facts },
    cause === undefined ? {} : { cause },
  );
}

// What MLflow would have said with such a status.
const CODES: Readonly<Record<number, string>> = {
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "ENDPOINT_NOT_FOUND",
  429: "REQUEST_LIMIT_EXCEEDED",
  501: "NOT_IMPLEMENTED",
  503: "TEMPORARILY_UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

function ownError(text: string): { readonly code: string; readonly message: string } | undefined {
  try {
    const data: unknown = JSON.parse(text);
    if (!isPlainObject(data) || typeof data.error_code !== "string") return undefined;
    return { code: data.error_code, message: sentence(String(data.message ?? data.error_code)) };
  } catch {
    return undefined;
  }
}

// Messages of the database hold whole statements, with values in them.
function sentence(message: string): string {
  const [head = ""] = message.replace(/^\(raised as a result of [^)]*\)\s*/, "").split(/\s*\[SQL: /);
  return shorten(head.trim().replace(/\.$/, ""));
}

function reasonOfOther(response: Response, text: string, contentType: string): string {
  const { status } = response;
  if (status >= 300 && status < 400) {
    return `it answers ${status} and sends to "${
      destination(response)
    }": use the address that MLflow has there`;
  }
  if (/invalid host header/i.test(text)) {
    return `it refuses this name of the server (${status}): start MLflow with --allowed-hosts and the name, or ask by an address`;
  }
  if (/cross-origin request blocked/i.test(text)) {
    return `it refuses requests of other sites (${status}): start MLflow with --cors-allowed-origins`;
  }
  const said = describeText(text, contentType);
  if (status === 401) {
    return `it wants to know who asks (401${said}): give a user and password, or a token`;
  }
  if (status === 403) return `it does not allow this (403${said})`;
  if (status === 404 || status === 405 || response.ok) {
    return `it answers ${status}${said}, which is not MLflow: check the address, its path too`;
  }
  if (status === 413) {
    return `it answers 413${said}: what stands before MLflow takes less at once; raise its limit (client_max_body_size of nginx)`;
  }
  return `it answers ${status}${said}`;
}

// A page to log in is told secrets in its query.
function destination(response: Response): string {
  const location = response.headers.get("location") ?? "";
  const url = URL.parse(location, response.url || undefined);
  return url === null ? location || "nowhere" : `${url.origin}${url.pathname}`;
}

function describeText(text: string, contentType: string): string {
  if (/^text\/html\b/.test(contentType)) {
    const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.trim() ?? "";
    return title === "" ? " with a page" : ` with a page "${shorten(title)}"`;
  }
  const plain = shorten(text.trim().replaceAll(/\s+/g, " "));
  return plain === "" ? "" : ` "${plain}"`;
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
