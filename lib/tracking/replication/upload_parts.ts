import { TrackingError } from "../../core/errors.ts";
import { openParts, type PartReader } from "../../stores/s3/part_reader.ts";
import { idleLimit } from "../mlflow/idle_limit.ts";
import { describeLoss } from "../mlflow/lost_answer.ts";
import type { MlflowRequest } from "../mlflow/mlflow_request.ts";
import type { ProxiedArtifact } from "../mlflow/requests/artifact_requests.ts";
import {
  abortPartsRequest,
  completePartsRequest,
  createPartsRequest,
  type SentPart,
} from "../mlflow/requests/part_requests.ts";
import { type Fields, fieldsOf, listOf, numberOf, textOf } from "../mlflow/wire/fields.ts";
import { refusal, Unanswered } from "./failure.ts";
import type { SentFile } from "./server.ts";

/** What sending in parts needs. */
export interface UploadPartsOptions {
  /** The artifact. */
  readonly artifact: ProxiedArtifact;
  /** Its bytes. */
  readonly file: SentFile;
  /** Stops it. */
  readonly signal: AbortSignal;
  /** Asks the server. */
  readonly ask: (request: MlflowRequest) => Promise<unknown>;
}

const MEBIBYTE = 1024 ** 2;
// As large as those of MLflow's own client; S3 takes 10,000 of them.
const PART = 10 * MEBIBYTE;
const MOST_PARTS = 10_000;
const PART_TIMEOUT = 300_000;

/**
 * Send an artifact past the server, to the storage behind it: the server says where each part goes, and joins them. One part is in
 * memory at a time. The addresses are as good as passwords, and told to nobody.
 */
export async function uploadInParts({ artifact, file, signal, ask }: UploadPartsOptions): Promise<void> {
  const size = Math.max(PART, Math.ceil(file.size / MOST_PARTS / MEBIBYTE) * MEBIBYTE);
  // One that is empty is a part too.
  const count = Math.max(1, Math.ceil(file.size / size));
  const content = await file.open();
  const reader = openParts(content, signal);
  try {
    const created = fieldsOf(await ask(createPartsRequest(artifact, count)));
    const uploadId = textOf(created, "upload_id");
    try {
      const parts = await sendParts(reader, { places: listOf(created, "credentials"), size, signal });
      await ask(completePartsRequest(artifact, { uploadId, parts }));
    } catch (error) {
      // What is left of it costs money there; the reason for it counts for more.
      await ask(abortPartsRequest(artifact, uploadId)).catch(() => {});
      throw error;
    }
  } finally {
    await reader.stop().catch(() => {});
  }
}

async function sendParts(
  reader: PartReader,
  { places, size, signal }: {
    readonly places: readonly Fields[];
    readonly size: number;
    readonly signal: AbortSignal;
  },
): Promise<readonly SentPart[]> {
  const parts: SentPart[] = [];
  for (const place of places) {
    const part = await reader.next(size);
    if (part === undefined || part.isLast !== (parts.length === places.length - 1)) {
      throw refusal("it changed while it was sent");
    }
    parts.push({
      part_number: numberOf(place, "part_number"),
      etag: await putPart(place, part.bytes as Uint8Array<ArrayBuffer>, signal),
    });
    reader.giveBack(part);
  }
  return parts;
}

async function putPart(
  place: Fields,
  body: Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<string> {
  const url = new URL(textOf(place, "url"));
  using limit = idleLimit(PART_TIMEOUT, signal);
  let response: Response;
  try {
    response = await fetch(url, {
      method: "PUT",
      headers: headersOf(place),
      body,
      redirect: "manual",
      signal: limit.signal,
    });
    await response.body?.cancel();
  } catch (error) {
    signal.throwIfAborted();
    throw unsent(url, limit.isOver ? "it takes too long" : describeLoss(error).reason);
  }
  const etag = response.headers.get("etag");
  if (!response.ok || etag === null) throw unsent(url, `it answers ${response.status}`);
  return etag;
}

function headersOf(place: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fieldsOf(place.headers)).map(([name, value]) => [name, String(value)]),
  );
}

// As when the server fails at it: it is tried again, and keeps nothing else from being sent.
function unsent({ host }: URL, reason: string): Unanswered {
  const message = `the server has it sent to "${host}": ${reason}`;
  return new Unanswered(new TrackingError(message, { endpoint: host }), { isOwn: true });
}
