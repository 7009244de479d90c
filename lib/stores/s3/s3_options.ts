import type { Secret } from "../../core/secret.ts";
import { keyBytes } from "./_encryption.ts";

/** How to reach a store of S3. What is left out comes from where all AWS tools look: environment, `~/.aws`, the machine's role. */
export interface S3StoreOptions {
  /** Address of a server that is not AWS: `https://minio.example:9000`. @default {AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS} */
  readonly endpoint?: string | undefined;
  /** Where the bucket is. @default {AWS_REGION, AWS_DEFAULT_REGION; `us-east-1` with an endpoint} */
  readonly region?: string | undefined;
  /** Access key. @default {the chain of the AWS SDK} */
  readonly accessKeyId?: string | Secret | undefined;
  /** Its secret; both or none. @default {the chain of the AWS SDK} */
  readonly secretAccessKey?: string | Secret | undefined;
  /** Token of a session, with temporary keys. @default {none} */
  readonly sessionToken?: string | Secret | undefined;
  /** Ask without credentials, of a public bucket. @default {false} */
  readonly anonymous?: boolean | undefined;
  /** Name of a profile in `~/.aws`. @default {AWS_PROFILE} */
  readonly profile?: string | undefined;
  /** `true`: the bucket stands in the path, not in the name of the server. @default {true with an endpoint, false with AWS} */
  readonly pathStyle?: boolean | undefined;
  /** Path of a PEM file with the certificates to trust, besides those that Deno trusts. @default {AWS_CA_BUNDLE} */
  readonly caFile?: string | undefined;
  /** How the server encrypts what is written. @default {as the bucket says} */
  readonly encryption?: S3Encryption | undefined;
  /** Bytes in a part of a large object, at least 5 MiB; a very large one has larger parts, as 10,000 fit. @default {6 MiB} */
  readonly partSize?: number | undefined;
  /** How many parts are sent at once. @default {4} */
  readonly concurrency?: number | undefined;
  /**
   * Whether the server minds a condition on the request that joins parts, in one step with joining them: then large objects are
   * created so. One that does not may not know the condition (Ceph before 20) and tell nobody.
   *
   * @default {true with AWS, false with an endpoint}
   */
  readonly conditionalUploads?: boolean | undefined;
  /** How often a request is tried. @default {8} */
  readonly attempts?: number | undefined;
  /** Milliseconds without a byte after which a request counts as lost. @default {20,000} */
  readonly timeout?: number | undefined;
  /** Stops what has no signal of its own: looking at objects, listing and deleting them; a function is asked at each call. @default {nothing does} */
  readonly signal?: AbortSignal | (() => AbortSignal | undefined) | undefined;
}

/**
 * Encryption on the server: with its own keys, with one of the key service, or with one that each request brings and the server
 * forgets (SSE-C): 32 bytes, in Base64 or as they are. What was written with such a key is read with no other.
 */
export type S3Encryption =
  | { readonly kind: "AES256" }
  | { readonly kind: "aws:kms"; readonly keyId?: string | undefined }
  | { readonly kind: "customer"; readonly key: string | Secret };

/** Options, checked and completed. */
export interface S3Settings {
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  readonly credentials: S3Credentials | undefined;
  readonly anonymous: boolean;
  readonly profile: string | undefined;
  readonly pathStyle: boolean;
  readonly caFile: string | undefined;
  readonly encryption: S3Encryption | undefined;
  readonly partSize: number;
  readonly concurrency: number;
  readonly conditionalUploads: boolean;
  readonly attempts: number;
  readonly timeout: number;
  readonly signal: AbortSignal | (() => AbortSignal | undefined) | undefined;
}

/** Keys, opened only where a request is signed. */
export interface S3Credentials {
  readonly accessKeyId: string | Secret;
  readonly secretAccessKey: string | Secret;
  readonly sessionToken: string | Secret | undefined;
}

const MIB = 1024 * 1024;

/**
 * Check options and complete them from the environment.
 *
 * @throws {TypeError} When an option makes no sense.
 */
export function toS3Settings(
  options: S3StoreOptions,
  environ: (name: string) => string | undefined,
): S3Settings {
  const endpoint = options.endpoint ?? environ("AWS_ENDPOINT_URL_S3") ?? environ("AWS_ENDPOINT_URL");
  const { partSize = 6 * MIB, concurrency = 4, attempts = 8, timeout = 20_000 } = options;
  checkEndpoint(endpoint);
  checkKey(options.encryption);
  checkNumber("partSize", partSize, { least: 5 * MIB });
  for (const [name, value] of Object.entries({ concurrency, attempts, timeout })) {
    checkNumber(name, value, { least: 1 });
  }
  return {
    endpoint,
    region: options.region ?? environ("AWS_REGION") ?? environ("AWS_DEFAULT_REGION") ??
      (endpoint === undefined ? undefined : "us-east-1"),
    credentials: toCredentials(options),
    anonymous: options.anonymous ?? false,
    profile: options.profile,
    pathStyle: options.pathStyle ?? endpoint !== undefined,
    caFile: options.caFile ?? environ("AWS_CA_BUNDLE"),
    encryption: options.encryption,
    conditionalUploads: options.conditionalUploads ?? isAws(endpoint),
    signal: options.signal,
    ...{ partSize, concurrency, attempts, timeout },
  };
}

function isAws(endpoint: string | undefined): boolean {
  return endpoint === undefined || /(^|\.)amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname);
}

function toCredentials(options: S3StoreOptions): S3Credentials | undefined {
  const { accessKeyId, secretAccessKey, sessionToken } = options;
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const missing = accessKeyId === undefined ? "accessKeyId" : "secretAccessKey";
    throw new TypeError(`Cannot use credentials of S3: "${missing}" is missing beside the other key`);
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}

function checkEndpoint(endpoint: string | undefined): void {
  if (endpoint === undefined) return;
  const url = URL.parse(endpoint);
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === "") return;
  throw new TypeError(
    "Cannot use the endpoint of S3: an http or https URL without user and password is needed, as https://minio.example:9000",
  );
}

function checkKey(encryption: S3Encryption | undefined): void {
  if (encryption?.kind !== "customer" || keyBytes(encryption.key) !== undefined) return;
  throw new TypeError(
    "Cannot use the key of encryption of S3: it must have 32 bytes, in Base64 or as they are",
  );
}

function checkNumber(name: string, value: number, { least }: { readonly least: number }): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new TypeError(`Cannot use ${value} as "${name}" of S3: it must be a whole number >= ${least}`);
}
