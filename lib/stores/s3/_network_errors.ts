import { reasonOf } from "../../core/describe_value.ts";
import { environVariable } from "../../core/environ.ts";
import type { StoreErrorKind } from "../../core/errors.ts";
import type { S3Asked, S3Failure } from "./_failure.ts";

/** That the certificates to trust are of no use. */
export class CaFileError extends Error {
  /** Create an error about a file. */
  constructor(caFile: string, cause?: unknown) {
    const reason = cause === undefined ? "holds no certificate" : "cannot be read";
    super(`"${caFile}" ${reason}; check "ca_file", or AWS_CA_BUNDLE`, { cause });
  }
}

/** Tell what an error means that came instead of an answer. */
export function judgeNetwork(
  error: unknown,
  { server, profile = environVariable("AWS_PROFILE") }: S3Asked,
): Pick<S3Failure, "kind" | "reason" | "isTransient"> {
  const text = causesOf(error);
  // All that node:http says of a name that it may not look up.
  const refused = /getaddrinfo EPERM (\S+)/.exec(text)?.[1];
  if (refused !== undefined) {
    const { port, protocol } = new URL(server);
    const host = `${refused}:${port || (protocol === "http:" ? 80 : 443)}`;
    return { kind: "denied", reason: `Deno needs the permission --allow-net=${host}`, isTransient: false };
  }
  const flag = /--allow-\w+/.exec(text)?.[0];
  if (flag !== undefined) {
    const host = /net access to "([^"]+)"/.exec(text)?.[1] ?? new URL(server).host;
    const value = flag === "--allow-net" ? `=${host}` : PERMISSIONS[flag] ?? "";
    return { kind: "denied", reason: `Deno needs the permission ${flag}${value}`, isTransient: false };
  }
  if (error instanceof CaFileError) {
    return { kind: "unavailable", isTransient: false, reason: error.message };
  }
  const rule = RULES.find(({ when }) => when.test(text));
  const { kind = "unavailable", isTransient = false } = rule ?? {};
  return { kind, isTransient, reason: rule?.reason(server, profile) ?? reasonOf(error) };
}

/** What the SDK asks of Deno, beside the network. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  "--allow-env": "=AWS_*,HOME,USERPROFILE,HOMEPATH,HOMEDRIVE,_X_AMZN_TRACE_ID",
  "--allow-sys": "=osRelease",
};

interface Rule {
  /** What the names, codes and messages of the error and its causes hold. */
  readonly when: RegExp;
  /** Kind of the error. @default {"unavailable"} */
  readonly kind?: StoreErrorKind;
  /** Whether it may go well later. @default {false} */
  readonly isTransient?: boolean;
  /** Why, and what to do. */
  readonly reason: (server: string, profile: string | undefined) => string;
}

/** The first one that fits counts. Deno's fetch, node:http and the SDK each have words of their own. */
const RULES: readonly Rule[] = [
  {
    when: /ProviderError|could not load credentials|token is expired/i,
    kind: "denied",
    reason: (_, profile) =>
      `no credentials were found${
        profileWords(profile)
      }; give them in the catalog, in the environment or in ~/.aws`,
  },
  {
    when: /region is missing/i,
    reason: () => "no region is set; set AWS_REGION or the region of the store",
  },
  {
    when: /certificate|UnknownIssuer|self.signed|NotValidForName/i,
    reason: (server) =>
      `the certificate of ${server} is not trusted; check the address, or name its authority with "ca_file"`,
  },
  {
    when: /dns error|ENOTFOUND|EAI_AGAIN|failed to lookup/i,
    reason: (server) => `there is no server of the name in ${server}; check the endpoint`,
  },
  {
    when: /corrupt message|InvalidContentType|unexpected.?message/i,
    reason: (server) => `${server} does not answer as https; check the endpoint`,
  },
  {
    when: /ECONNREFUSED|refused/i,
    isTransient: true,
    reason: (server) => `no server listens at ${server}; start it, or check the endpoint`,
  },
  {
    when: new RegExp(
      "TimeoutError|ECONNRESET|EPIPE|ETIMEDOUT|ECONNABORTED|socket hang up|connection|fetch failed|" +
        "error sending request|error reading a body",
      "i",
    ),
    isTransient: true,
    reason: (server) => `the connection to ${server} was lost or stalled; try again`,
  },
];

function profileWords(profile: string | undefined): string {
  if (profile === undefined || profile === "") return "";
  const keys = environVariable("AWS_SHARED_CREDENTIALS_FILE") ?? "~/.aws/credentials";
  const config = environVariable("AWS_CONFIG_FILE") ?? "~/.aws/config";
  return ` for the profile "${profile}" in "${keys}" and "${config}"`;
}

// "fetch failed" says why in its causes.
function causesOf(error: unknown): string {
  const texts: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code } = at as { readonly code?: unknown };
    texts.push(at.name, String(code ?? ""), at.message);
  }
  return texts.join(" ");
}
