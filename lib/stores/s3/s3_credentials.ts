import { ConfigError } from "../../core/errors.ts";
import { describeProblems, type Issue } from "../../core/issue.ts";
import { isPlainObject } from "../../core/json.ts";
import { isSecret, type Secret, secret } from "../../core/secret.ts";
import { suggest } from "../../core/suggest.ts";
import { keyBytes } from "./_encryption.ts";
import type { S3Encryption, S3StoreOptions } from "./s3_options.ts";

/**
 * What `credentials` of a catalog say of S3: the words of s3fs, as Kedro projects have them, and our own beside them.
 *
 * @throws {ConfigError} With every word that is unknown or has a value that makes no sense. No value is repeated.
 */
export function parseS3Credentials(credentials: Readonly<Record<string, Secret | unknown>>): S3StoreOptions {
  const issues: Issue[] = [];
  const found: Partial<Record<Target, unknown>> = {};
  for (const [word, value] of flatten(credentials)) {
    const rule = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    if (rule === undefined) {
      issues.push({
        code: "s3.unknown_word",
        message: `${word} is not known of S3`,
        path: word.split("."),
        about: "key",
        suggestion: suggest(word, Object.keys(WORDS)),
      });
    } else if (value !== undefined && value !== null) {
      const result = rule.read(value);
      if ("problem" in result) {
        issues.push({
          code: "s3.wrong_value",
          message: `${word} ${result.problem}`,
          path: word.split("."),
        });
      } else if (rule.target !== undefined) found[rule.target] = result.value;
    }
  }
  if (found.customerKey !== undefined && (found.encryption ?? found.kmsKeyId) !== undefined) {
    const message = "customer_key cannot stand beside another encryption";
    issues.push({ code: "s3.wrong_value", message, path: ["customer_key"] });
  }
  if (issues.length > 0) throw new ConfigError(describeProblems("credentials of S3", issues), { issues });
  return toOptions(found);
}

type Target =
  | "accessKeyId"
  | "secretAccessKey"
  | "sessionToken"
  | "anonymous"
  | "profile"
  | "endpoint"
  | "region"
  | "pathStyle"
  | "caFile"
  | "encryption"
  | "kmsKeyId"
  | "customerKey"
  | "partSize"
  | "concurrency"
  | "conditionalUploads"
  | "attempts"
  | "timeout";

interface Rule {
  /** What it sets; nothing for a word that has no meaning here. */
  readonly target: Target | undefined;
  readonly read: (value: unknown) => { readonly value: unknown } | { readonly problem: string };
}

const text = (target: Target): Rule => ({
  target,
  read: (value) => typeof value === "string" && value !== "" ? { value } : { problem: "must be a text" },
});
const hidden = (target: Target): Rule => ({
  target,
  read: (value) =>
    typeof value === "string" && value !== "" ? { value: secret(value) } : { problem: "must be a text" },
});
const flag = (target: Target): Rule => ({
  target,
  read: (value) => typeof value === "boolean" ? { value } : { problem: "must be true or false" },
});
const count = (target: Target, factor = 1): Rule => ({
  target,
  read: (value) =>
    typeof value === "number" && value > 0
      ? { value: Math.round(value * factor) }
      : { problem: "must be a number above 0" },
});
const IGNORED: Rule = { target: undefined, read: (value) => ({ value }) };

const VERIFY: Rule = {
  target: "caFile",
  read: (value) => {
    if (typeof value === "string") return { value };
    const problem =
      'must be the path of a PEM file: to trust a certificate without an authority, name it as "ca_file"';
    return value === true ? { value: undefined } : { problem };
  },
};
const ADDRESSING: Rule = {
  target: "pathStyle",
  read: (value) => {
    if (value === "path") return { value: true };
    if (value === "virtual") return { value: false };
    return value === "auto" ? { value: undefined } : { problem: 'must be "path", "virtual" or "auto"' };
  },
};
const ENCRYPTION: Rule = {
  target: "encryption",
  read: (value) =>
    value === "AES256" || value === "aws:kms" ? { value } : { problem: 'must be "AES256" or "aws:kms"' },
};

const KEY: Rule = {
  target: "customerKey",
  read: (value) =>
    typeof value === "string" && keyBytes(value) !== undefined
      ? { value: secret(value) }
      : { problem: "must have 32 bytes, in Base64 or as they are" },
};
const ALGORITHM: Rule = {
  target: undefined,
  read: (value) => value === "AES256" ? { value } : { problem: 'must be "AES256"' },
};

/** Words by their path. The first column of the table in docs/s3.md has the same. */
const WORDS: Readonly<Record<string, Rule>> = {
  "key": hidden("accessKeyId"),
  "aws_access_key_id": hidden("accessKeyId"),
  "client_kwargs.aws_access_key_id": hidden("accessKeyId"),
  "secret": hidden("secretAccessKey"),
  "aws_secret_access_key": hidden("secretAccessKey"),
  "client_kwargs.aws_secret_access_key": hidden("secretAccessKey"),
  "token": hidden("sessionToken"),
  "aws_session_token": hidden("sessionToken"),
  "client_kwargs.aws_session_token": hidden("sessionToken"),
  "anon": flag("anonymous"),
  "profile": text("profile"),
  "endpoint_url": text("endpoint"),
  "client_kwargs.endpoint_url": text("endpoint"),
  "region": text("region"),
  "region_name": text("region"),
  "client_kwargs.region_name": text("region"),
  "path_style": flag("pathStyle"),
  "config_kwargs.s3.addressing_style": ADDRESSING,
  "ca_file": text("caFile"),
  "client_kwargs.verify": VERIFY,
  "encryption": ENCRYPTION,
  "s3_additional_kwargs.ServerSideEncryption": ENCRYPTION,
  "kms_key_id": text("kmsKeyId"),
  "s3_additional_kwargs.SSEKMSKeyId": text("kmsKeyId"),
  "customer_key": KEY,
  "s3_additional_kwargs.SSECustomerKey": KEY,
  "s3_additional_kwargs.SSECustomerAlgorithm": ALGORITHM,
  "part_size": count("partSize"),
  "concurrency": count("concurrency"),
  "conditional_uploads": flag("conditionalUploads"),
  "attempts": count("attempts"),
  "config_kwargs.retries.max_attempts": count("attempts"),
  "timeout": count("timeout", 1000),
  "config_kwargs.read_timeout": count("timeout", 1000),
  // A connection that does not come is a byte that does not come.
  "config_kwargs.connect_timeout": IGNORED,
  "config_kwargs.retries.mode": IGNORED,
  "config_kwargs.signature_version": IGNORED,
  "config_kwargs.max_pool_connections": IGNORED,
  "use_ssl": IGNORED,
  "default_block_size": IGNORED,
  "default_fill_cache": IGNORED,
  "default_cache_type": IGNORED,
  "use_listings_cache": IGNORED,
  "listings_expiry_time": IGNORED,
  "skip_instance_cache": IGNORED,
  "asynchronous": IGNORED,
};

function* flatten(value: object, path: readonly string[] = []): Iterable<readonly [string, unknown]> {
  for (const [key, item] of Object.entries(value)) {
    const open = isSecret(item) ? item.reveal() : item;
    if (isPlainObject(open)) yield* flatten(open, [...path, key]);
    else yield [[...path, key].join("."), open];
  }
}

function toOptions(
  { encryption, kmsKeyId, customerKey, ...options }: Partial<Record<Target, unknown>>,
): S3StoreOptions {
  // Each request brings it, so there is nothing that the server would have to know.
  if (isSecret(customerKey)) {
    return { ...options as S3StoreOptions, encryption: { kind: "customer", key: customerKey } };
  }
  const isKms = encryption === "aws:kms" || kmsKeyId !== undefined;
  const chosen: S3Encryption | undefined = isKms
    ? { kind: "aws:kms", keyId: kmsKeyId === undefined ? undefined : String(kmsKeyId) }
    : encryption === "AES256"
    ? { kind: "AES256" }
    : undefined;
  // True as each rule gives what its target takes.
  return { ...options as S3StoreOptions, ...chosen && { encryption: chosen } };
}
