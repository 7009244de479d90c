import { fileURLToPath } from "node:url";
import { environVariable } from "../core/environ.ts";
import { isPlainObject } from "../core/json.ts";
import { type Secret, secret } from "../core/secret.ts";
import { localStore } from "../stores/local_store.ts";
import type { RemoteOptions } from "../stores/remote_resolver.ts";
import type { StoreKey } from "../stores/store.ts";

/** Turns a URL of S3 into a place; `remoteResolver()`, or the resolver of a catalog. */
type Resolve = (url: string, options: RemoteOptions) => StoreKey;

/**
 * The place that an artifact location of MLflow names: a folder of this machine as a `file:` URL, or `s3://bucket/folder`. The
 * key is `""` for all of the store.
 */
export function locateArtifacts(location: string, resolve: Resolve): StoreKey {
  if (/^file:/i.test(location)) return { store: localStore(fileURLToPath(location)), key: "" };
  return resolve(location, { credentials: mlflowS3Credentials(environVariable) });
}

/**
 * What variables of MLflow say of the S3 that artifacts are in, besides what those of AWS say: in words of `credentials`.
 *
 * @throws {TypeError} When one makes no sense, or asks to trust whoever answers.
 */
export function mlflowS3Credentials(
  environ: (name: string) => string | undefined,
): Readonly<Record<string, Secret>> | undefined {
  const endpoint = environ("MLFLOW_S3_ENDPOINT_URL");
  const style = environ("MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE");
  const extra = environ("MLFLOW_S3_UPLOAD_EXTRA_ARGS");
  if (/^(true|1)$/i.test(environ("MLFLOW_S3_IGNORE_TLS") ?? "")) {
    throw new TypeError(
      "Cannot reach S3 with MLFLOW_S3_IGNORE_TLS: name the file of the certificate to trust as AWS_CA_BUNDLE instead",
    );
  }
  const words = {
    ...endpoint !== undefined && { endpoint_url: secret(endpoint) },
    ...style !== undefined && { config_kwargs: secret({ s3: { addressing_style: style } }) },
    ...extra !== undefined && { s3_additional_kwargs: secret(parseArguments(extra)) },
  };
  return Object.keys(words).length === 0 ? undefined : words;
}

function parseArguments(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (isPlainObject(value)) return value;
  } catch {
    // Told below: no value is repeated.
  }
  throw new TypeError("Cannot use MLFLOW_S3_UPLOAD_EXTRA_ARGS: it must be a map as JSON");
}
