import { keyProblem } from "../key.ts";
import { isTemporary as isTemporaryName } from "../local_path.ts";
import type { FolderEntry, ListOptions, ObjectInfo } from "../store.ts";
import { tagsOf, toSeconds } from "./_describe_object.ts";
import type { S3Context } from "./s3_store.ts";

/** Objects whose key starts with a prefix, a thousand with each request, in order of the bytes of their keys. */
export async function* listObjects(
  context: S3Context,
  prefix: string,
  { limit = Infinity, onOmitted }: ListOptions = {},
): AsyncIterable<ObjectInfo> {
  let left = limit;
  for await (const { objects } of listPages(context, { prefix, limit, onOmitted })) {
    for (const object of objects) {
      yield object;
      if (--left <= 0) return;
    }
  }
}

/** What is right in a folder: the server does not even look at what is below its folders. */
export async function* listFolder(context: S3Context, prefix: string): AsyncIterable<FolderEntry> {
  for await (const { objects, folders } of listPages(context, { prefix, delimiter: "/" })) {
    const entries: readonly (readonly [string, FolderEntry])[] = [
      ...objects.map((info) => [info.key, { kind: "object", info }] as const),
      ...folders.map((prefix) => [prefix, { kind: "folder", prefix }] as const),
    ];
    yield* entries.toSorted(([a], [b]) => a < b ? -1 : 1).map(([, entry]) => entry);
  }
}

/** Temporary objects of writes that were cut off, or go on. */
export async function* listTemporary(context: S3Context, prefix: string): AsyncIterable<ObjectInfo> {
  for await (const { objects } of listPages(context, { prefix, isTemporary: true })) yield* objects;
}

/** Whether a key is that of a temporary object, which is no object of the store. */
export function isTemporaryKey(key: string): boolean {
  return isTemporaryName(key.slice(key.lastIndexOf("/") + 1));
}

interface Page {
  readonly objects: readonly ObjectInfo[];
  readonly folders: readonly string[];
}

interface Listing {
  readonly prefix: string;
  readonly delimiter?: string;
  /** List the temporary objects of writes instead of all others. @default {false} */
  readonly isTemporary?: boolean;
  readonly limit?: number;
  readonly onOmitted?: ListOptions["onOmitted"];
}

type Fields = Readonly<Record<string, unknown>>;

const MOST_IN_A_PAGE = 1000;

async function* listPages(
  context: S3Context,
  { prefix, delimiter, isTemporary = false, limit = Infinity, onOmitted }: Listing,
): AsyncIterable<Page> {
  const folder = prefix.slice(0, Math.max(0, prefix.lastIndexOf("/")));
  const isPrefix = !prefix.startsWith("/") && !prefix.includes("\0") &&
    (folder === "" || keyProblem(folder) === undefined);
  // No key begins like that.
  if (!isPrefix || limit <= 0) return;
  const full = context.prefix + prefix;
  const uri = `s3://${context.bucket}/${full}`;
  let token: unknown;
  do {
    const { output } = await context.client.call("ListObjectsV2", {
      Prefix: full,
      // XML has no way to write some characters.
      EncodingType: "url",
      ...delimiter !== undefined && { Delimiter: delimiter },
      ...limit < MOST_IN_A_PAGE && { MaxKeys: limit },
      ...token !== undefined && { ContinuationToken: token },
    }, { verb: "list", uri });
    const keyOf = (name: unknown): string =>
      decodeKey(name, output["EncodingType"]).slice(context.prefix.length);
    const found = ((output["Contents"] ?? []) as readonly Fields[])
      .map((object) => describe(keyOf(object["Key"]), object));
    // What other programs made, as marks of folders, has no key here.
    const isObject = ({ key }: ObjectInfo): boolean => keyProblem(key) === undefined;
    for (const info of found) if (!isObject(info) && !isMark(info)) onOmitted?.(info.key);
    yield {
      objects: found.filter((info) => isObject(info) && isTemporaryKey(info.key) === isTemporary),
      folders: ((output["CommonPrefixes"] ?? []) as readonly Fields[])
        .map(({ Prefix }) => keyOf(Prefix))
        .filter((prefix) => keyProblem(prefix.slice(0, -1)) === undefined),
    };
    token = output["IsTruncated"] === true ? output["NextContinuationToken"] : undefined;
  } while (token !== undefined);
}

// How other programs show an empty folder; the folder of the store itself among them.
function isMark({ key, size }: ObjectInfo): boolean {
  return size === 0 && (key === "" || key.endsWith("/"));
}

function describe(key: string, object: Fields): ObjectInfo {
  return {
    key,
    size: Number(object["Size"] ?? 0),
    modified: toSeconds(object["LastModified"]),
    ...tagsOf(object, {}),
  };
}

// Encoded as in a form, when the server says so.
function decodeKey(key: unknown, encoding: unknown): string {
  return encoding === "url" ? decodeURIComponent(String(key).replaceAll("+", " ")) : String(key);
}
