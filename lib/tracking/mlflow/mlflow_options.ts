import type { Secret } from "../../core/secret.ts";

/** Headers of a request, or what makes them anew for every request: a token that is renewed, a signature. */
export type MlflowHeaders =
  | Readonly<Record<string, string | Secret>>
  | (() =>
    | Readonly<Record<string, string | Secret>>
    | Promise<Readonly<Record<string, string | Secret>>>);

/** How a server of MLflow is reached. What is not given here is taken from MLflow's variables, if `variable` reads them. */
export interface MlflowOptions {
  /**
   * User; `MLFLOW_TRACKING_USERNAME`. It needs a password.
   * @default {that in the URI, or in `~/.mlflow/credentials`}
   */
  readonly username?: string | Secret | undefined;
  /** Password; `MLFLOW_TRACKING_PASSWORD`. @default {as for the user} */
  readonly password?: string | Secret | undefined;
  /** Token, sent as `Authorization: Bearer`; `MLFLOW_TRACKING_TOKEN`. A user and password win over it. */
  readonly token?: string | Secret | undefined;
  /**
   * Sent with every request; they win over all else. A function is asked for every request, and once more when the server
   * answers 401.
   */
  readonly headers?: MlflowHeaders | undefined;
  /** Workspace of the server; `MLFLOW_WORKSPACE`. @default {that of the server} */
  readonly workspace?: string | undefined;
  /**
   * File with certificates (PEM) that the server's is checked with, beside those of Deno;
   * `MLFLOW_TRACKING_SERVER_CERT_PATH`.
   */
  readonly caCertificate?: string | undefined;
  /** File with a certificate and its key (PEM) that tell the server who asks; `MLFLOW_TRACKING_CLIENT_CERT_PATH`. */
  readonly clientCertificate?: string | undefined;
  /**
   * A proxy to go through. @default {what `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say}
   */
  readonly proxy?: string | undefined;
  /**
   * How long the server may be silent, in milliseconds, before a request is given up: until it answers, and between any
   * two pieces of a file. `MLFLOW_HTTP_REQUEST_TIMEOUT`, in seconds. @default {60000}
   */
  readonly timeout?: number | undefined;
  /**
   * How often a request is repeated that found no server, or an overloaded one. Only what may be done twice is repeated.
   * `MLFLOW_HTTP_REQUEST_MAX_RETRIES`. @default {3}
   */
  readonly retries?: number | undefined;
  /** Environment variables. @default {those of the process, as far as they may be read} */
  readonly variable?: ((name: string) => string | undefined) | undefined;
}
