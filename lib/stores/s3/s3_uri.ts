import { keyProblem } from "../key.ts";

/** What an `s3://` URI names. */
export interface S3Place {
  /** The bucket. */
  readonly bucket: string;
  /** The key, or the folder; empty for the whole bucket. */
  readonly path: string;
}

/**
 * Take an `s3://bucket/path` apart. As in other tools of S3, the path is the key letter by letter: `%`, `?` and `#` have no
 * meaning in it. `s3a://` and `s3n://` are the same.
 *
 * @throws {TypeError} When it is none.
 */
export function parseS3Uri(uri: string): S3Place {
  const [, bucket = "", path = ""] = /^s3[an]?:\/\/([^/]*)\/?(.*)$/is.exec(uri) ?? [];
  if (!BUCKET.test(bucket) || bucket.includes("..")) {
    throw new TypeError(
      `Cannot use "${uri}": it must be s3://BUCKET/KEY, with a bucket of three or more of a-z, 0-9, "." and "-"`,
    );
  }
  const bare = path.replace(/\/$/, "");
  const problem = bare === "" ? undefined : keyProblem(bare);
  if (problem !== undefined) throw new TypeError(`Cannot use "${uri}": ${problem.replace(/^it/, "its key")}`);
  return { bucket, path: bare };
}

/** Whether a URI names something in S3. */
export function isS3Uri(uri: string): boolean {
  try {
    parseS3Uri(uri);
    return true;
  } catch {
    return false;
  }
}

// docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html, and the capitals and "_" of older buckets.
const BUCKET = /^[a-zA-Z0-9][a-zA-Z0-9._-]{1,253}[a-zA-Z0-9]$/;
