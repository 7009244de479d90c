import type { Finished } from "../../tasks/process.ts";
import { kedge } from "./kedge.ts";
import type { SharedS3 } from "./s3.ts";

/** Variables with which AWS tools reach a server, and nothing else of this machine. */
export function s3Environment({ options }: SharedS3): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: String(options.endpoint),
    AWS_REGION: String(options.region),
    AWS_ACCESS_KEY_ID: String(options.accessKeyId),
    AWS_SECRET_ACCESS_KEY: String(options.secretAccessKey),
  };
}

/** Type a command of Kedge where a server of S3 is known by the environment. */
export function kedgeWithS3(s3: SharedS3, cwd: string, args: readonly string[]): Promise<Finished> {
  return kedge(cwd, args, s3Environment(s3));
}
