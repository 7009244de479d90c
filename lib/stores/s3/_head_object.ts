import { isOfOtherKey } from "./_encryption.ts";
import { S3Refusal } from "./_refusal.ts";
import type { S3Answer, S3Call } from "./s3_client.ts";
import type { S3Context } from "./s3_store.ts";

/** Look at an object. */
export async function headObject(
  context: S3Context,
  key: string,
  call: S3Call,
): Promise<S3Answer> {
  try {
    return await context.client.call("HeadObject", { Key: context.fullKey(key) }, call);
  } catch (error) {
    if (error instanceof S3Refusal && UNCLEAR.includes(error.failure.status ?? 0)) {
      await askWhy(context, key, call);
    }
    throw error;
  }
}

const UNCLEAR: readonly number[] = [301, 400, 403];

// An answer to HEAD has no body, so it does not tell a wrong secret from a missing right. One byte asks for the same right.
async function askWhy({ client, fullKey }: S3Context, key: string, call: S3Call): Promise<void> {
  const { output } = await client.call("GetObject", { Key: fullKey(key), Range: "bytes=0-0" }, call);
  await (output["Body"] as ReadableStream | undefined)?.cancel();
}

/** Whether there is an object. */
export async function exists(context: S3Context, key: string, call: S3Call): Promise<boolean> {
  try {
    await headObject(context, key, call);
    return true;
  } catch (error) {
    if (error instanceof S3Refusal && error.failure.status === 404) return false;
    if (error instanceof S3Refusal && isOfOtherKey(error.failure)) return true;
    throw error;
  }
}
