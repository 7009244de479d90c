import { reasonOf } from "../../core/describe_value.ts";
import { rootCause } from "../../core/thrown.ts";

/** Why there was no answer. */
export interface LostAnswer {
  /** In words, as they go on after a colon. */
  readonly reason: string;
  /** Whether the server may have got the request. */
  readonly maybeDone: boolean;
  /** Whether asking again is of no use until somebody has changed something. */
  readonly needsChange: boolean;
}

/** Read what `fetch` throws. */
export function describeLoss(error: unknown): LostAnswer {
  const root = reasonOf(rootCause(error));
  const found = CERTIFICATES.find(({ sign }) => sign.test(root));
  return {
    reason: found?.reason ??
      root.replace(/^error sending request for url \([^)]*\): (?:client error \(\w+\): )?/, ""),
    // Nothing has been sent when there was no connection.
    maybeDone: found === undefined && !/client error \(Connect\)/.test(root),
    needsChange: found !== undefined,
  };
}

const CERTIFICATES: readonly { readonly sign: RegExp; readonly reason: string }[] = [
  {
    sign: /certificate ?required|bad ?certificate|unknown ?ca\b/i,
    reason:
      "the server wants a certificate that says who asks: name it with MLFLOW_TRACKING_CLIENT_CERT_PATH (clientCertificate)",
  },
  {
    sign: /invalid peer certificate: UnknownIssuer|CaUsedAsEndEntity/,
    reason: "nobody known has signed its certificate: name the certificate of its authority with " +
      "MLFLOW_TRACKING_SERVER_CERT_PATH (caCertificate)",
  },
  {
    sign: /invalid peer certificate/,
    reason: "its certificate is not for this name, or not valid at present",
  },
  {
    sign: /InvalidContentType|received corrupt message/,
    reason: "it does not speak TLS there: the address may begin with http://",
  },
];
