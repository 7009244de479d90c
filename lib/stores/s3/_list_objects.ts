import { keyProblem } from "../key.ts";
import type { ObjectInfo } from "../store.ts";
import { tagsOf, toSeconds } from "./_describe_object.ts";
import type { S3Context } from "./s3_store.ts";

/** Objects whose key starts with a prefix, a thousand with each request, in order of the bytes of their keys. */
export async function* listObjects(context: S3Context, prefix: string): AsyncIterable<ObjectInfo> {
  const folder = prefix.slice(0, Math.max(0, prefix.lastIndexOf("/")));
  const isPrefix = !prefix.startsWith("/") && !prefix.includes("\0") &&
    (folder === "" || keyProblem(folder) === undefined);
  // No key begins like that.
  if (!isPrefix) return;
  const full = context.prefix + prefix;
  const uri = `s3://${context.bucket}/${full}`;
  let token: unknown;
  do {
    const { output } = await context.client.call("ListObjectsV2", {
      Prefix: full,
      // XML has no way to write some characters.
      EncodingType: "url",
      ...token !== undefined && { ContinuationToken: token },
    }, { verb: "list", uri });
    for (const object of (output["Contents"] ?? []) as readonly Readonly<Record<string, unknown>>[]) {
      const key = decodeKey(object["Key"], output["EncodingType"]).slice(context.prefix.length);
      // What other programs made, as marks of folders, has no key here.
      if (keyProblem(key) !== undefined) continue;
      yield {
        key,
        size: Number(object["Size"] ?? 0),
        modified: toSeconds(object["LastModified"]),
        ...tagsOf(object, {}),
      };
    }
    token = output["IsTruncated"] === true ? output["NextContinuationToken"] : undefined;
  } while (token !== undefined);
}

// Encoded as in a form, when the server says so.
function decodeKey(key: unknown, encoding: unknown): string {
  return encoding === "url" ? decodeURIComponent(String(key).replaceAll("+", " ")) : String(key);
}
