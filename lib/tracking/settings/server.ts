import { resolve } from "node:path";
import { isSecret, type Secret, secret } from "../../core/secret.ts";
import type { SecretTree } from "../../core/secret_tree.ts";
import type { KedgeFile } from "./kedge_file.ts";
import type { MlflowFile } from "./mlflow_file.ts";

/** The server that runs are copied to. */
export interface ServerSettings {
  /** Its address. */
  readonly uri: string;
  /** MLflow's variables that say how it is reached, by name. */
  readonly variables: Readonly<Record<string, Secret>>;
  /** Whether a run fails of which not everything could be copied. */
  readonly onError: "warn" | "fail";
  /** How long the end of a run waits for what is still to be copied, in seconds. */
  readonly flushSeconds: number;
}

/** What holds for a run of which no file says more. */
export const FLUSH_SECONDS = 5;

/** What files say about how a server is reached. */
export interface WrittenReach {
  /** The entry of `credentials.yml`, with values under the names of MLflow's variables. */
  readonly entry?: Secret | SecretTree | undefined;
  /** `tracking.server` of `kedge.yml`. */
  readonly kedge?: KedgeFile["tracking"]["server"] | undefined;
  /** `server.request_header_provider` of `mlflow.yml`. */
  readonly provider?: MlflowFile["server"]["request_header_provider"] | undefined;
  /** Folder of the project. */
  readonly root?: string | undefined;
}

/** How a server is reached: what files say, under the names of MLflow's variables, else those themselves. */
export function reachVariables(
  variable: (name: string) => string | undefined,
  { entry, kedge, provider, root = "." }: WrittenReach = {},
): Readonly<Record<string, Secret>> {
  const given = entry === undefined || isSecret(entry) ? {} : entry;
  const values = new Map(Object.entries(given).map(([name, value]) => [name.toUpperCase(), value]));
  const path = (file: string | null | undefined): string | undefined =>
    file ? resolve(root, file) : undefined;
  const module = headersModule(kedge?.headers ?? null, provider?.type ?? null);
  const written: Readonly<Record<string, string | undefined>> = {
    MLFLOW_TRACKING_SERVER_CERT_PATH: path(kedge?.ca_certificate),
    MLFLOW_TRACKING_CLIENT_CERT_PATH: path(kedge?.client_certificate),
    MLFLOW_WORKSPACE: kedge?.workspace ?? undefined,
    MLFLOW_HTTP_REQUEST_TIMEOUT: kedge?.timeout_seconds?.toString(),
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: kedge?.retries?.toString(),
    [HEADERS_MODULE]: module &&
      JSON.stringify({ module, root: resolve(root), options: provider?.init_kwargs ?? {} }),
  };
  return Object.fromEntries([...REACH_VARIABLES, HEADERS_MODULE].flatMap((name) => {
    const value = values.get(name);
    if (isSecret(value)) return [[name, secret(String(value.reveal()))] as const];
    const found = written[name] ?? (name === HEADERS_MODULE ? undefined : variable(name));
    return found === undefined || found === "" ? [] : [[name, secret(found)] as const];
  }));
}

/** The module that makes headers, if one is named: in a file of Python's it may be a class instead. */
export function headersModule(ours: string | null, provider: string | null): string | undefined {
  if (ours !== null) return ours;
  return provider !== null && /\.[cm]?[jt]s$/.test(provider) ? provider : undefined;
}

/** Under this name, beside MLflow's variables, a module of the project is told that makes headers. */
export const HEADERS_MODULE = "KEDGE_HEADERS_MODULE";

/** Variables of MLflow that say how a server is reached. */
export const REACH_VARIABLES: readonly string[] = [
  "MLFLOW_TRACKING_USERNAME",
  "MLFLOW_TRACKING_PASSWORD",
  "MLFLOW_TRACKING_TOKEN",
  "MLFLOW_TRACKING_SERVER_CERT_PATH",
  "MLFLOW_TRACKING_CLIENT_CERT_PATH",
  "MLFLOW_TRACKING_INSECURE_TLS",
  "MLFLOW_TRACKING_AWS_SIGV4",
  "MLFLOW_TRACKING_AUTH",
  "MLFLOW_WORKSPACE",
  "MLFLOW_HTTP_REQUEST_TIMEOUT",
  "MLFLOW_HTTP_REQUEST_MAX_RETRIES",
];
