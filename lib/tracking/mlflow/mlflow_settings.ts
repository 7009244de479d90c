import { isSecret, type Secret, secret } from "../../core/secret.ts";
import { invalid } from "../limits.ts";
import { redact } from "../system/command_line.ts";
import type { MlflowHeaders, MlflowOptions } from "./mlflow_options.ts";
import { HEADERS_MODULE } from "../settings/server.ts";
import { moduleHeaders } from "./module_headers.ts";

/** Checked facts of how a server is reached. */
export interface MlflowSettings {
  /** Address without user, password and slash at its end; what paths are added to, and what messages show. */
  readonly endpoint: string;
  /** Who asks, if that has been said. */
  readonly login: MlflowLogin | undefined;
  /** Further headers. */
  readonly headers: MlflowHeaders;
  /** Workspace, if one is asked for. */
  readonly workspace: string | undefined;
  /** How connections are made. */
  readonly transport: {
    readonly caCertificate: string | undefined;
    readonly clientCertificate: string | undefined;
    readonly proxy: string | undefined;
  };
  /** Milliseconds of silence. */
  readonly timeout: number;
  /** How often to repeat. */
  readonly retries: number;
}

/** Who asks. */
export type MlflowLogin =
  | { readonly kind: "basic"; readonly username: Secret; readonly password: Secret }
  | { readonly kind: "token"; readonly token: Secret };

const TIMEOUT = 60_000;
const RETRIES = 3;
// MLflow's own client repeats no more often.
const MOST_RETRIES = 10;

/**
 * Check an address and options.
 *
 * @throws {TrackingError} Code `INVALID_PARAMETER_VALUE`, when something makes no sense.
 */
export function parseMlflowSettings(uri: string | URL, options: MlflowOptions = {}): MlflowSettings {
  const { variable = () => undefined } = options;
  const read = (name: string): string | undefined => variable(`MLFLOW_${name}`) || undefined;
  const url = parseAddress(uri);
  refuseInsecure(read("TRACKING_INSECURE_TLS"));
  const headers = options.headers ?? moduleHeaders(variable(HEADERS_MODULE));
  if (headers === undefined) refusePlugins(read);
  const fromUrl = loginOf(url);
  url.username = url.password = "";
  const endpoint = url.href.replace(/\/+$/, "");
  return {
    endpoint,
    login: chooseLogin(
      options,
      fromUrl,
      {
        username: read("TRACKING_USERNAME"),
        password: read("TRACKING_PASSWORD"),
        token: read("TRACKING_TOKEN"),
      },
    ),
    headers: headers ?? {},
    workspace: options.workspace ?? read("WORKSPACE"),
    transport: {
      caCertificate: options.caCertificate ?? read("TRACKING_SERVER_CERT_PATH"),
      clientCertificate: options.clientCertificate ?? read("TRACKING_CLIENT_CERT_PATH"),
      proxy: options.proxy,
    },
    timeout: checkNumber(options.timeout, "timeout", { least: 1, most: 2 ** 31 - 1 }) ??
      seconds(read("HTTP_REQUEST_TIMEOUT")) ?? TIMEOUT,
    retries: checkNumber(options.retries, "retries", { least: 0, most: 1000 }) ??
      retriesOf(read("HTTP_REQUEST_MAX_RETRIES")) ?? RETRIES,
  };
}

interface Login {
  readonly username?: string | Secret | undefined;
  readonly password?: string | Secret | undefined;
  readonly token?: string | Secret | undefined;
}

function loginOf({ username, password, host }: URL): Login {
  if (username === "" && password === "") return {};
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    throw invalid(
      `Cannot log in to MLflow at "${host}": in a URL, "%" of a user or password must be written as "%25"`,
    );
  }
}

// What is nearest wins as a whole, so that a user from one place never meets a password from another.
function chooseLogin(...places: readonly Login[]): MlflowLogin | undefined {
  for (const { username, password, token } of places) {
    if (username !== undefined && password !== undefined) {
      return { kind: "basic", username: hidden(username), password: hidden(password) };
    }
    if (token !== undefined) return { kind: "token", token: hidden(token) };
    if (username !== undefined || password !== undefined) {
      throw invalid(
        `Cannot log in to MLflow: ${username === undefined ? "a user" : "a password"} is missing beside the ${
          username === undefined ? "password" : "user"
        }`,
      );
    }
  }
  return undefined;
}

function hidden(value: string | Secret): Secret {
  return isSecret(value) ? value : secret(value);
}

function parseAddress(uri: string | URL): URL {
  const url = URL.parse(uri);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw invalid(`Cannot reach MLflow at "${redact(String(uri))}": it must be an http or https URL`);
  }
  url.search = url.hash = "";
  return url;
}

function refuseInsecure(value: string | undefined): void {
  if (value === undefined || /^(?:false|0)$/i.test(value)) return;
  throw invalid(
    "MLFLOW_TRACKING_INSECURE_TLS is not supported, as Deno checks every certificate: name the certificate of your server's " +
      "authority with MLFLOW_TRACKING_SERVER_CERT_PATH (the option caCertificate), or start Deno with " +
      "--unsafely-ignore-certificate-errors=HOST",
  );
}

// Ways of Python's client to say who asks. Without them the server would turn everybody away.
function refusePlugins(read: (name: string) => string | undefined): void {
  const isSigned = /^(?:true|1)$/i.test(read("TRACKING_AWS_SIGV4") ?? "");
  const name = isSigned
    ? "TRACKING_AWS_SIGV4"
    : read("TRACKING_AUTH") === undefined
    ? undefined
    : "TRACKING_AUTH";
  if (name === undefined) return;
  throw invalid(
    `MLFLOW_${name} is not supported, as it needs code of Python: give the option headers, or in kedge.yml ` +
      "tracking.server.headers, a function that makes the headers of a request",
  );
}

function checkNumber(
  value: number | undefined,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  if (value === undefined || Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(
    `Cannot use ${name} as it must be a whole number >= ${least}: current value is ${value}`,
  );
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (value > 0 && value * 1000 < 2 ** 31) return value * 1000;
  throw invalid(`MLFLOW_HTTP_REQUEST_TIMEOUT must be seconds > 0: it is "${text}"`);
}

function retriesOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text), MOST_RETRIES);
  throw invalid(`MLFLOW_HTTP_REQUEST_MAX_RETRIES must be a whole number >= 0: it is "${text}"`);
}
