import { isSecret } from "../../core/secret.ts";
import type { S3Operation } from "../../deps/aws_s3.ts";
import type { S3Failure } from "./_failure.ts";
import type { S3Encryption } from "./s3_options.ts";

type Input = Readonly<Record<string, string>>;

/** What requests that write say of encryption with a key that the server keeps. */
export function encryptionOf(encryption: S3Encryption | undefined): Input {
  if (encryption === undefined || encryption.kind === "customer") return {};
  const keyId = encryption.kind === "aws:kms" ? encryption.keyId : undefined;
  return { ServerSideEncryption: encryption.kind, ...keyId !== undefined && { SSEKMSKeyId: keyId } };
}

/** What a request says of a key that the server does not keep: every one that has to do with bytes brings it. */
export function customerKeyOf(encryption: S3Encryption | undefined, operation: S3Operation): Input {
  if (encryption?.kind !== "customer" || !BRINGS_KEY.includes(operation)) return {};
  const SSECustomerAlgorithm = "AES256";
  const SSECustomerKey = keyBytes(encryption.key)?.toBase64() ?? "";
  if (!COPIES.includes(operation)) return { SSECustomerAlgorithm, SSECustomerKey };
  return {
    ...{ SSECustomerAlgorithm, SSECustomerKey },
    ...{ CopySourceSSECustomerAlgorithm: SSECustomerAlgorithm, CopySourceSSECustomerKey: SSECustomerKey },
  };
}

/** What a refusal of a look at an object means: servers that keep no key say no more than that the request is not valid. */
export function judgeKey(operation: S3Operation, failure: S3Failure): S3Failure {
  if (!LOOKS.includes(operation) || !isOfOtherKey(failure)) return failure;
  return {
    ...failure,
    kind: "denied",
    reason: "it seems to be encrypted with a key that the request does not bring; check `customer_key`",
  };
}

/** Whether an object is there, and was written with a key that was not brought: then it is somebody else's. */
export function isOfOtherKey({ status, code }: S3Failure): boolean {
  return status === 400 && (code === "InvalidArgument" || code === "InvalidRequest");
}

/** The 32 bytes of a key, which is written as they are or in Base64; `undefined` when it is none. */
export function keyBytes(key: unknown): Uint8Array | undefined {
  const text = String(isSecret(key) ? key.reveal() : key);
  const bytes = new TextEncoder().encode(text);
  if (bytes.length === KEY_LENGTH) return bytes;
  try {
    const decoded = Uint8Array.fromBase64(text);
    return decoded.length === KEY_LENGTH ? decoded : undefined;
  } catch {
    return undefined;
  }
}

const KEY_LENGTH = 32;
const COPIES: readonly S3Operation[] = ["CopyObject", "UploadPartCopy"];
const LOOKS: readonly S3Operation[] = ["GetObject", "HeadObject"];
const BRINGS_KEY: readonly S3Operation[] = [
  ...COPIES,
  "CreateMultipartUpload",
  "GetObject",
  "HeadObject",
  "PutObject",
  "UploadPart",
];
