import { isSecret, type Secret } from "../../core/secret.ts";
import { loadS3Sdk, type S3Operation, type SdkResponse } from "../../deps/aws_s3.ts";
import { signalNow } from "../_signal_now.ts";
import { customerKeyOf, judgeKey } from "./_encryption.ts";
import { judgeFailure, type S3Failure } from "./_failure.ts";
import { S3Refusal } from "./_refusal.ts";
import { retry } from "./_retry.ts";
import type { S3Settings } from "./s3_options.ts";
import { createTransport } from "./_transport.ts";

/** What is asked for, and how messages tell of it. */
export interface S3Call {
  /** What happens to the object: `read`. */
  readonly verb: string;
  /** The object. */
  readonly uri: string;
  /** SHA-256 of the body, when it is known already. */
  readonly sha256?: string | undefined;
  /** Opens the body as a stream, anew for each try; its length and SHA-256 are known already. */
  readonly open?: (() => Promise<ReadableStream<Uint8Array>>) | undefined;
  /** Stops it. */
  readonly signal?: AbortSignal | undefined;
}

/** What a server answered. */
export interface S3Answer {
  /** Values by the names that S3 has for them. */
  readonly output: Readonly<Record<string, unknown>>;
  /** Headers by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks a bucket for operations of S3, again where that may help. */
export interface S3Client extends AsyncDisposable {
  /**
   * Ask for an operation.
   *
   * @throws {S3Refusal} When it cannot be done.
   */
  call(operation: S3Operation, input: Readonly<Record<string, unknown>>, call: S3Call): Promise<S3Answer>;
  /** Tell what an error means that came while an answer was read. */
  judge(error: unknown): S3Failure;
}

/** Make a client of a bucket. The SDK is loaded, and the server asked, when something is first called. */
export function createS3Client(bucket: string, settings: S3Settings): S3Client {
  let opening: ReturnType<typeof openClient> | undefined;
  const asked = {
    bucket,
    server: settings.endpoint ?? "https://s3.amazonaws.com",
    region: settings.region,
    profile: settings.profile,
  };
  const open = async (call: S3Call): ReturnType<typeof openClient> => {
    try {
      return await (opening ??= openClient(settings));
    } catch (error) {
      // It may be there, or permitted, the next time.
      opening = undefined;
      throw new S3Refusal(call, judgeFailure(error, asked));
    }
  };
  return {
    async call(operation, input, plain) {
      const call: S3Call = { ...plain, signal: plain.signal ?? signalNow(settings.signal) };
      call.signal?.throwIfAborted();
      const { sdk, client } = await open(call);
      const key = customerKeyOf(settings.encryption, operation);
      return await retry(async () => {
        const stream = await call.open?.();
        const body = stream === undefined ? {} : { Body: stream };
        const command = new sdk[`${operation}Command`]({ Bucket: bucket, ...key, ...input, ...body });
        let response: SdkResponse | undefined;
        command.middlewareStack.add((next) => async (step) => {
          const result = await next(step);
          response = result.response;
          return result;
        }, { step: "deserialize", priority: "low", name: "keepHeaders" });
        command.middlewareStack.add((next) => (step) => {
          if (call.sha256 !== undefined) step.request.headers["x-amz-content-sha256"] = call.sha256;
          return next(step);
        }, { step: "build", priority: "low", name: "useKnownSha256" });
        try {
          const output = await client.send(command, { ...call.signal && { abortSignal: call.signal } });
          return { output: { ...output }, headers: response?.headers ?? {} };
        } catch (error) {
          // It may be that nobody asked for it.
          if (stream?.locked === false) await stream.cancel(error).catch(() => {});
          call.signal?.throwIfAborted();
          throw new S3Refusal(call, judgeKey(operation, judgeFailure(error, asked)));
        }
      }, { attempts: settings.attempts, signal: call.signal });
    },
    judge: (error) => error instanceof S3Refusal ? error.failure : judgeFailure(error, asked),
    async [Symbol.asyncDispose]() {
      const last = opening;
      opening = undefined;
      await last?.then(({ transport }) => transport.destroy(), () => {});
    },
  };
}

async function openClient(settings: S3Settings) {
  const sdk = await loadS3Sdk();
  const { endpoint, region, credentials, anonymous, profile, caFile, timeout } = settings;
  const transport = createTransport({ caFile, timeout });
  const client = new sdk.S3Client({
    ...endpoint !== undefined && { endpoint },
    ...region !== undefined && { region },
    ...profile !== undefined && { profile },
    ...credentials !== undefined && {
      credentials: {
        accessKeyId: reveal(credentials.accessKeyId),
        secretAccessKey: reveal(credentials.secretAccessKey),
        ...credentials.sessionToken !== undefined && { sessionToken: reveal(credentials.sessionToken) },
      },
    },
    ...anonymous && {
      credentials: { accessKeyId: "anonymous", secretAccessKey: "anonymous" },
      signer: { sign: (request) => Promise.resolve(request) },
    },
    forcePathStyle: settings.pathStyle,
    followRegionRedirects: endpoint === undefined,
    // Tries are counted here, where it is known which requests may be sent again.
    maxAttempts: 1,
    // Not every server takes the newer checksums; what is sent and read is checked by SHA-256.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    expectContinueHeader: false,
    requestHandler: transport,
    // Without one it warns on the console that it does not send a stream twice, which is done here.
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
  return { sdk, client, transport };
}

function reveal(value: string | Secret): string {
  return String(isSecret(value) ? value.reveal() : value);
}
