import type { ObjectInfo } from "../store.ts";

/** Metadata that Kedge writes beside an object: `x-amz-meta-kedge-sha256` and so on. */
export const METADATA = {
  /** SHA-256 of the bytes, where they were known before they were sent. */
  sha256: "kedge-sha256",
  /** Bytes in the first part, by which the others follow, of an object whose ETag is made of the MD5 of its parts. */
  partSize: "kedge-part-size",
  /** Which write made it. */
  write: "kedge-write",
} as const;

/** What the answer to HEAD or GET tells of an object; of a part of it when a part was asked for. */
export function describeHead(key: string, output: Readonly<Record<string, unknown>>): ObjectInfo {
  const { ContentLength, ContentRange, LastModified } = output;
  const total = /\/(\d+)$/.exec(String(ContentRange ?? ""))?.[1];
  return {
    key,
    size: Number(total ?? ContentLength ?? 0),
    modified: toSeconds(LastModified),
    ...tagsOf(output, metadataOf(output)),
  };
}

/** ETag, version and SHA-256, those that are told. */
export function tagsOf(
  { ETag, VersionId }: Readonly<Record<string, unknown>>,
  metadata: Readonly<Record<string, string>>,
): Pick<ObjectInfo, "etag" | "version" | "sha256"> {
  const sha256 = metadata[METADATA.sha256];
  return {
    ...typeof ETag === "string" && ETag !== "" && { etag: bareEtag(ETag) },
    ...typeof VersionId === "string" && VersionId !== "null" && { version: VersionId },
    ...sha256 !== undefined && { sha256 },
  };
}

/** Metadata of an object. */
export function metadataOf(
  { Metadata }: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  return (Metadata ?? {}) as Readonly<Record<string, string>>;
}

/** An ETag without its quotes, which not every server sends. */
export function bareEtag(etag: unknown): string {
  return String(etag ?? "").replaceAll('"', "");
}

/** A time of S3: headers tell seconds and lists milliseconds, so all are seconds. */
export function toSeconds(time: unknown): number {
  const milliseconds = time instanceof Date ? time.getTime() : Date.parse(String(time ?? ""));
  return Number.isNaN(milliseconds) ? 0 : Math.floor(milliseconds / 1000) * 1000;
}
