import { withGrace } from "./_deadline.ts";
import { encryptionOf } from "./_encryption.ts";
import type { S3Call } from "./s3_client.ts";
import type { S3Context } from "./s3_store.ts";
import type { Upload } from "./_send_parts.ts";

/** What an upload is begun with. */
export interface UploadBeginning {
  /** Key in the store. */
  readonly key: string;
  /** What is written down beside the object. */
  readonly metadata: Readonly<Record<string, string>>;
  /** What its headers say, as `ContentType`. @default {nothing} */
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  /** How messages tell of it. */
  readonly call: S3Call;
}

/** Cut off while the server begins it, an upload would stay and nobody would know its name. */
const BEGINS_WITHIN = 3000;

/** Begin an upload in parts. */
export async function beginUpload(
  { client, settings, fullKey }: S3Context,
  { key, metadata, headers = {}, call }: UploadBeginning,
): Promise<Upload> {
  const Key = fullKey(key);
  const input = { Key, ...headers, Metadata: metadata, ...encryptionOf(settings.encryption) };
  const { output } = await withGrace(
    { grace: BEGINS_WITHIN, signal: call.signal },
    (signal) => client.call("CreateMultipartUpload", input, { ...call, signal }),
  );
  return { Key, UploadId: output["UploadId"], call };
}
