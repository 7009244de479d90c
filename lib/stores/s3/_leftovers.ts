import type { Leftover, Leftovers } from "../store.ts";
import { toSeconds } from "./_describe_object.ts";
import { isTemporaryKey, listTemporary } from "./_list_objects.ts";
import { S3Refusal } from "./_refusal.ts";
import type { S3Context } from "./s3_store.ts";

/**
 * Uploads of large objects that were begun and neither completed nor given up: their parts cost money and are not listed. And
 * temporary objects, by way of which large ones are created on servers that know no conditions of uploads.
 */
export function s3Leftovers(context: S3Context): Leftovers {
  const { client, bucket } = context;
  return {
    async *list(prefix: string = ""): AsyncIterable<Leftover> {
      const full = context.prefix + prefix;
      let marker: Readonly<Record<string, unknown>> | undefined = {};
      while (marker !== undefined) {
        const { output } = await client.call("ListMultipartUploads", {
          Prefix: full,
          // As they are: asked to encode keys, not every server says that it has.
          ...marker,
        }, { verb: "list the uploads of", uri: `s3://${bucket}/${full}` });
        const { Uploads = [], IsTruncated, NextKeyMarker, NextUploadIdMarker } = output;
        for (const { Key, UploadId, Initiated } of Uploads as readonly Readonly<Record<string, unknown>>[]) {
          const key = String(Key).slice(context.prefix.length);
          yield { id: String(UploadId), key, begun: toSeconds(Initiated) };
        }
        marker = IsTruncated === true
          ? { KeyMarker: NextKeyMarker, UploadIdMarker: NextUploadIdMarker }
          : undefined;
      }
      // AWS knows conditions of uploads: unless it is told otherwise, nothing is created there by way of a temporary object.
      if (context.settings.endpoint === undefined && context.settings.conditionalUploads) return;
      for await (const { key, size, modified } of listTemporary(context, prefix)) {
        yield { id: context.uri(key), key, begun: modified, size };
      }
    },
    async remove({ id, key }: Leftover): Promise<void> {
      const full = context.prefix + key;
      if (isTemporaryKey(key) && id === context.uri(key)) {
        await client.call("DeleteObject", { Key: full }, { verb: "delete", uri: id });
        return;
      }
      try {
        await client.call("AbortMultipartUpload", { Key: full, UploadId: id }, {
          verb: "give up the upload of",
          uri: `s3://${bucket}/${full}`,
        });
      } catch (error) {
        if (!(error instanceof S3Refusal && error.failure.code === "NoSuchUpload")) throw error;
      }
    },
  };
}
