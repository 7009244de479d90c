import assert from "node:assert/strict";
import { loadS3Sdk, type S3Command } from "../../lib/deps/aws_s3.ts";
import type { S3StoreOptions } from "../../lib/stores/s3/s3_options.ts";
import { type CephServer, hasCeph, startCeph } from "../services/s3/ceph_server.ts";

const isInstalled = await hasCeph();

/** Whether tests of S3 are skipped: where the server is not installed, unless it is continuous integration. */
export const SKIPS_S3: boolean = !isInstalled && Deno.env.get("CI") === undefined;

const HINT = SKIPS_S3 ? " (skipped without Ceph: deno task services install)" : "";

/** A test that needs a server of S3. */
export function testWithS3(name: string, run: (context: Deno.TestContext) => void | Promise<void>): void {
  Deno.test(`${name}${HINT}`, { ignore: SKIPS_S3 }, run);
}

/** A server, and how stores reach it. */
export interface SharedS3 {
  /** The server. */
  readonly server: CephServer;
  /** Options of a store on it. */
  readonly options: S3StoreOptions;
  /** An empty bucket: `s3://name`. */
  makeBucket(): Promise<string>;
}

/** One server for all tests of a file: started before the first, ended after the last. Ask for it inside a test. */
export function sharedS3(): () => SharedS3 {
  let shared: SharedS3 | undefined;
  Deno.test.beforeAll(async () => {
    if (isInstalled) shared = await openShared();
  });
  Deno.test.afterAll(async () => {
    await shared?.server[Symbol.asyncDispose]();
  });
  return () => {
    assert.ok(shared !== undefined, "Ceph is not installed: deno task services install");
    return shared;
  };
}

async function openShared(): Promise<SharedS3> {
  const server = await startCeph();
  const { accessKeyId, secretAccessKey } = server;
  const options = { endpoint: server.url, region: "us-east-1", accessKeyId, secretAccessKey };
  let buckets = 0;
  return {
    server,
    options,
    async makeBucket() {
      const bucket = `bucket-${++buckets}`;
      await sendCommand("CreateBucket", { Bucket: bucket }, options);
      return `s3://${bucket}`;
    },
  };
}

/** Ask a server for an operation that the store itself does not use. */
export async function sendCommand(
  operation: string,
  input: object,
  { endpoint = "", region = "us-east-1", accessKeyId, secretAccessKey }: S3StoreOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const sdk = await loadS3Sdk();
  const commands = sdk as unknown as Readonly<Record<string, new (input: object) => S3Command>>;
  const Command = commands[`${operation}Command`];
  assert.ok(Command !== undefined, operation);
  const client = new sdk.S3Client({
    ...{ endpoint, region, forcePathStyle: true, followRegionRedirects: false, maxAttempts: 1 },
    ...{ requestChecksumCalculation: "WHEN_REQUIRED", responseChecksumValidation: "WHEN_REQUIRED" },
    credentials: { accessKeyId: String(accessKeyId), secretAccessKey: String(secretAccessKey) },
    expectContinueHeader: false,
  });
  try {
    return { ...await client.send(new Command(input)) };
  } finally {
    client.destroy();
  }
}
