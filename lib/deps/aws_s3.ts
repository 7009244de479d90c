/** What is used of the AWS SDK for S3: what makes a client, and the commands of operations. */
export type S3Sdk =
  & { readonly S3Client: new (config: S3ClientConfig) => S3SdkClient }
  & { readonly [command in `${S3Operation}Command`]: new (input: object) => S3Command };

/** Operations of S3 that are used. */
export type S3Operation =
  | "AbortMultipartUpload"
  | "CompleteMultipartUpload"
  | "CopyObject"
  | "CreateMultipartUpload"
  | "DeleteObject"
  | "GetObject"
  | "HeadObject"
  | "ListMultipartUploads"
  | "ListObjectsV2"
  | "PutObject"
  | "UploadPart"
  | "UploadPartCopy";

/** How a client is made. */
export interface S3ClientConfig {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly profile?: string;
  readonly signer?: { sign(request: SdkRequest): Promise<SdkRequest> };
  readonly forcePathStyle: boolean;
  readonly followRegionRedirects: boolean;
  readonly maxAttempts: number;
  readonly requestChecksumCalculation: "WHEN_REQUIRED";
  readonly responseChecksumValidation: "WHEN_REQUIRED";
  readonly expectContinueHeader: boolean;
  /** Where the client writes what it does. */
  readonly logger?: Readonly<Record<"trace" | "debug" | "info" | "warn" | "error", () => void>>;
  readonly requestHandler?: SdkRequestHandler;
}

/** A client. */
export interface S3SdkClient {
  /** Send a command. */
  send(command: S3Command, options?: { readonly abortSignal?: AbortSignal }): Promise<object>;
  /** Let go of connections. */
  destroy(): void;
}

/** An operation and its input. */
export interface S3Command {
  /** What happens on the way to a request. */
  readonly middlewareStack: {
    /** Do something at a step. */
    add(middleware: SdkMiddleware, options: {
      readonly step: "build" | "deserialize";
      readonly priority: "low" | "high";
      readonly name: string;
    }): void;
  };
}

/** Something on the way from a command to its answer. */
export type SdkMiddleware = (
  next: (args: SdkStep) => Promise<SdkStepResult>,
) => (args: SdkStep) => Promise<SdkStepResult>;

/** What is on its way. */
export interface SdkStep {
  readonly request: SdkRequest;
}

/** What came back. */
export interface SdkStepResult {
  readonly response?: SdkResponse;
}

/** A request as the SDK makes it. */
export interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/** An answer as the SDK reads it. */
export interface SdkResponse {
  readonly statusCode: number;
  readonly reason?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Makes the requests of a client. */
export interface SdkRequestHandler {
  readonly metadata: { readonly handlerProtocol: string };
  /** Make a request. */
  handle(
    request: SdkRequest,
    options?: { readonly abortSignal?: AbortSignal },
  ): Promise<{ readonly response: SdkResponse }>;
  /** Let go of connections. */
  destroy(): void | Promise<void>;
  /** Take a setting; none is known. */
  updateHttpClientConfig(): void;
  /** All settings. */
  httpHandlerConfigs(): object;
}

const SPECIFIER: string = "npm:@aws-sdk/client-s3@3.1169.0";

/** Load the SDK. It is fetched when something of S3 is first asked for. */
export function loadS3Sdk(): Promise<S3Sdk> {
  return import(SPECIFIER);
}
