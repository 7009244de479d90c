import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { openParts } from "../../../lib/stores/s3/part_reader.ts";
import { uploadParts } from "../../../lib/stores/s3/upload_parts.ts";
import type { S3Answer, S3Client } from "../../../lib/stores/s3/s3_client.ts";
import { S3_LIMITS } from "../../../lib/stores/s3/s3_limits.ts";
import { toS3Settings } from "../../../lib/stores/s3/s3_options.ts";
import type { S3Context } from "../../../lib/stores/s3/s3_store.ts";

// No server at hand makes ETags of anything but MD5, as some that encrypt or compress do.
Deno.test("uploadParts() writes down what to check ETags by only where they are made of MD5", async () => {
  for (const hasMd5Etags of [true, false]) {
    const client = new RecordingClient(hasMd5Etags);
    const context = contextOf(client);

    for (const expected of [hasMd5Etags ? 1 : 2, 1]) {
      client.begun.length = 0;
      await upload(context);

      assert.equal(client.begun.length, expected);
      assert.equal(client.begun.at(-1)?.["kedge-part-size"], hasMd5Etags ? "5242880" : undefined);
      assert.deepEqual(client.completed, [1, 2, 3]);
    }
    assert.equal(client.givenUp, hasMd5Etags ? 0 : 1);
  }
});

/** Answers as a server does that keeps nothing. */
class RecordingClient implements S3Client {
  readonly begun: Readonly<Record<string, string>>[] = [];
  completed: readonly number[] = [];
  givenUp = 0;
  readonly #hasMd5Etags: boolean;

  constructor(hasMd5Etags: boolean) {
    this.#hasMd5Etags = hasMd5Etags;
  }

  call(operation: string, input: Readonly<Record<string, unknown>>): Promise<S3Answer> {
    const answer = (output: Readonly<Record<string, unknown>>) => Promise.resolve({ output, headers: {} });
    switch (operation) {
      case "CreateMultipartUpload":
        this.begun.push(input["Metadata"] as Readonly<Record<string, string>>);
        return answer({ UploadId: String(this.begun.length) });
      case "UploadPart": {
        const md5 = createHash("md5").update(input["Body"] as Uint8Array).digest("hex");
        return answer({ ETag: this.#hasMd5Etags ? `"${md5}"` : '"opaque"' });
      }
      case "CompleteMultipartUpload": {
        const { Parts } = input["MultipartUpload"] as {
          readonly Parts: readonly { readonly PartNumber: number }[];
        };
        this.completed = Parts.map(({ PartNumber }) => PartNumber);
        return answer({ ETag: '"whole"' });
      }
      default:
        this.givenUp++;
        return answer({});
    }
  }

  judge(error: unknown): never {
    throw error;
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

function contextOf(client: S3Client): S3Context {
  return {
    bucket: "bucket",
    prefix: "",
    client,
    settings: toS3Settings({ endpoint: "http://server", partSize: 5 * 1024 * 1024 }, () => undefined),
    limits: S3_LIMITS,
    server: {},
    uri: (key) => `s3://bucket/${key}`,
    fullKey: (key) => key,
  };
}

async function upload(context: S3Context): Promise<void> {
  const body = new Uint8Array(12 * 1024 * 1024);
  const stop = new AbortController();
  await uploadParts(context, { key: "key", options: {} }, {
    parts: openParts(body, stop.signal),
    partSize: context.settings.partSize,
    stop,
  });
}
