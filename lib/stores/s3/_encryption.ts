import type { S3Encryption } from "./s3_options.ts";

/** What requests that write say of encryption. */
export function encryptionOf(encryption: S3Encryption | undefined): Readonly<Record<string, string>> {
  if (encryption === undefined) return {};
  const keyId = encryption.kind === "aws:kms" ? encryption.keyId : undefined;
  return { ServerSideEncryption: encryption.kind, ...keyId !== undefined && { SSEKMSKeyId: keyId } };
}
