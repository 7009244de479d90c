import { TrackingError } from "../../core/errors.ts";
import { parseArtifactRoot } from "../mlflow/artifact_root.ts";
import type { MlflowConnection } from "../mlflow/connection.ts";
import { directFiles } from "../mlflow/direct_files.ts";
import type { MlflowRequest } from "../mlflow/mlflow_request.ts";
import { type ProxiedArtifact, writeArtifactRequest } from "../mlflow/requests/artifact_requests.ts";
import { readServerInfo } from "../mlflow/server_info.ts";
import { refusal, Unanswered } from "./failure.ts";
import type { SentFile, Server } from "./server.ts";

/** What sends files to a server. */
export interface FileSenderOptions {
  /** The server. */
  readonly connection: MlflowConnection;
  /** Stops it. */
  readonly signal: AbortSignal | undefined;
  /** Asks the server once. */
  readonly ask: (request: MlflowRequest) => Promise<unknown>;
}

// From here on MLflow's own client sends in parts, where the server offers it.
const LARGE = 500 * 1024 ** 2;

/**
 * Sends files: past the server where they lie in S3, else through the server as a whole. In parts, which go past it, when it offers
 * that and the file is large, or it takes no other: some servers pass nothing on, and what stands before one may take nothing large.
 */
export function fileSender(
  { connection, signal = new AbortController().signal, ask }: FileSenderOptions,
): Server["upload"] {
  const { endpoint } = connection;
  const direct = directFiles(connection);
  let offersParts: Promise<boolean> | undefined;
  let passesOn = true;

  // Asked when it matters only.
  const takesParts = (): Promise<boolean> =>
    offersParts ??= readServerInfo(connection).then(
      ({ multipartUploads, presignedOnly }) => multipartUploads || presignedOnly,
      () => {
        offersParts = undefined;
        return false;
      },
    );

  const sendWhole = (artifact: ProxiedArtifact, file: SentFile): Promise<void> =>
    withContent(file, async (content) => {
      await ask(checked(() => writeArtifactRequest(artifact, content)));
    });

  return async (root, path, file) => {
    const place = parseArtifactRoot(root, endpoint);
    if (place.kind === "elsewhere") {
      const files = direct({ name: "the run", artifactUri: root });
      if (files === undefined) {
        throw refusal(`the server keeps artifacts at "${root}" and does not pass them on`);
      }
      return await withContent(file, async (content) => void await files.write(path, content));
    }
    const artifact = { root: place.path, path };
    if (passesOn && (file.size < LARGE || !await takesParts())) {
      try {
        return await sendWhole(artifact, file);
      } catch (error) {
        const status = statusOf(error);
        if (!(status === TOO_LARGE || status === FORBIDDEN) || !await takesParts()) throw error;
        if (status === FORBIDDEN) passesOn = false;
      }
    }
    const { uploadInParts } = await import(PARTS) as typeof import("./upload_parts.ts");
    await uploadInParts({ artifact, file, signal, ask });
  };
}

// What was opened is read or closed.
async function withContent(
  file: SentFile,
  work: (content: ReadableStream<Uint8Array>) => Promise<void>,
): Promise<void> {
  const content = await file.open();
  try {
    await work(content);
  } finally {
    if (!content.locked) await content.cancel();
  }
}

// Not a literal import(): few servers want it.
const PARTS: string = "./upload_parts.ts";

const TOO_LARGE = 413;
const FORBIDDEN = 403;

function statusOf(error: unknown): number | undefined {
  const told = error instanceof Unanswered ? error.cause : error;
  return told instanceof TrackingError ? told.status : undefined;
}

// A name that no server of MLflow takes is not sent.
function checked<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof TrackingError) throw refusal(error.message);
    throw error;
  }
}
