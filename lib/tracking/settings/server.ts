import { isSecret, type Secret, secret } from "../../core/secret.ts";
import type { SecretTree } from "../../core/secret_tree.ts";

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

/** How a server is reached: what an entry of `credentials.yml` says, under the names of MLflow's variables, else those themselves. */
export function reachVariables(
  variable: (name: string) => string | undefined,
  entry: Secret | SecretTree | undefined,
): Readonly<Record<string, Secret>> {
  const given = entry === undefined || isSecret(entry) ? {} : entry;
  const values = new Map(Object.entries(given).map(([name, value]) => [name.toUpperCase(), value]));
  return Object.fromEntries(REACH_VARIABLES.flatMap((name) => {
    const value = values.get(name);
    if (isSecret(value)) return [[name, secret(String(value.reveal()))] as const];
    const found = variable(name);
    return found === undefined || found === "" ? [] : [[name, secret(found)] as const];
  }));
}

/** Variables of MLflow that say how a server is reached. */
export const REACH_VARIABLES: readonly string[] = [
  "MLFLOW_TRACKING_USERNAME",
  "MLFLOW_TRACKING_PASSWORD",
  "MLFLOW_TRACKING_TOKEN",
  "MLFLOW_TRACKING_SERVER_CERT_PATH",
  "MLFLOW_TRACKING_CLIENT_CERT_PATH",
  "MLFLOW_TRACKING_INSECURE_TLS",
  "MLFLOW_WORKSPACE",
  "MLFLOW_HTTP_REQUEST_TIMEOUT",
  "MLFLOW_HTTP_REQUEST_MAX_RETRIES",
];
