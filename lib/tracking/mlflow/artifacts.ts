import { cutStream } from "../../core/bytes.ts";
import { TrackingError } from "../../core/errors.ts";
import { mapPool } from "../../core/pool.ts";
import type { Body, ReadOptions } from "../../stores/store.ts";
import { checkArtifactPath } from "../artifact_path.ts";
import { hashBody } from "../sha256.ts";
import { type ArtifactRoot, parseArtifactRoot } from "./artifact_root.ts";
import { askPages, MISSING } from "./ask.ts";
import type { MlflowConnection } from "./connection.ts";
import type { MlflowRequest } from "./mlflow_request.ts";
import {
  listProxiedRequest,
  rangeHeader,
  readArtifactRequest,
  writeArtifactRequest,
} from "./requests/artifact_requests.ts";
import { refusal } from "./refusal.ts";
import { resumedRead } from "./resumed_read.ts";
import { type Fields, listOf, numberOf, textOf } from "./wire/fields.ts";

/** A run or model, and where its files are. */
export interface ArtifactOwner {
  /** What messages call it: `run "8f3c"`. */
  readonly name: string;
  /** Its `artifact_uri`. */
  readonly artifactUri: string;
}

/** What is known of a file on the server. */
export interface ServedFile {
  /** Path below the root of its owner. */
  readonly path: string;
  /** Size in bytes. */
  readonly size: number;
}

// Answers are short, and a server has few processes.
const LISTS_AT_ONCE = 4;

/** Store a file through the server. A stream is sent as it comes; what fails leaves what was there before. */
export async function writeFile(
  connection: MlflowConnection,
  owner: ArtifactOwner,
  { path, content }: { readonly path: string; readonly content: Body },
): Promise<ServedFile & { readonly sha256: string }> {
  const root = requireProxied(owner, connection.endpoint);
  let size = content instanceof Uint8Array ? content.length : 0;
  const { body, digest } = await hashBody(content);
  const counted = body instanceof Uint8Array ? body : body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        size += chunk.length;
        controller.enqueue(chunk);
      },
    }),
  );
  await connection.send(writeArtifactRequest({ root, path }, counted));
  return { path, size, sha256: await digest() };
}

/** Bytes of a file that the server passes on. */
export async function readFile(
  connection: MlflowConnection,
  owner: ArtifactOwner,
  { path, range = {} }: { readonly path: string; readonly range?: ReadOptions | undefined },
): Promise<ReadableStream<Uint8Array>> {
  const root = requireProxied(owner, connection.endpoint);
  const request = { ...readArtifactRequest({ root, path }, range), signal: range.signal };
  return await readStream(connection, { request, range, missing: `${owner.name} has no file "${path}"` });
}

/** Bytes that the server answers with; a server that knows no ranges sends all of them. */
export async function readStream(
  connection: MlflowConnection,
  { request, range = {}, missing }: {
    readonly request: MlflowRequest;
    readonly range?: ReadOptions | undefined;
    readonly missing: string;
  },
): Promise<ReadableStream<Uint8Array>> {
  const { start = 0, end } = range;
  if (!(Number.isSafeInteger(start) && start >= 0 && (end === undefined || end >= start))) {
    throw new RangeError(
      `Cannot read bytes ${start} to ${end}: both must be whole numbers, 0 <= start <= end`,
    );
  }
  if (start === end) return new Blob([]).stream();
  try {
    return await connection.send(request, async (response) => {
      if (isForeignPage(response)) {
        throw await refusal(response, { ...request, endpoint: connection.endpoint });
      }
      const from = response.status === 206 ? 0 : start;
      const bytes = cutStream(response.body, { from, length: end === undefined ? Infinity : end - start });
      const etag = response.headers.get("etag");
      if (etag === null) return bytes;
      const { signal } = request;
      return resumedRead(bytes, {
        signal,
        again: (received) => readRest(connection, { request, etag, range: { start: start + received, end } }),
      });
    });
  } catch (error) {
    if (!(error instanceof TrackingError)) throw error;
    if (error.status === 416) return new Blob([]).stream(); // nothing is there from that byte on
    if (error.code !== MISSING) throw error;
    const facts = { endpoint: connection.endpoint, status: error.status, code: MISSING };
    throw new TrackingError(missing, facts, { cause: error });
  }
}

// MLflow attaches what it passes on. A page that is not attached is of somebody before it, who wants to know who asks.
function isForeignPage({ headers }: Response): boolean {
  return /^text\/html\b/i.test(headers.get("content-type") ?? "") && !headers.has("content-disposition");
}

// The rest of a file that broke off, if it is still the same one.
async function readRest(
  connection: MlflowConnection,
  { request, etag, range }: {
    readonly request: MlflowRequest;
    readonly etag: string;
    readonly range: ReadOptions;
  },
): Promise<ReadableStream<Uint8Array> | undefined> {
  const headers = { ...request.headers, ...rangeHeader(range), "if-range": etag };
  return await connection.send({ ...request, headers }, async ({ status, headers: told, body }) => {
    if (status === 206 && told.get("etag") === etag && body !== null) return body;
    await body?.cancel();
    return undefined;
  });
}

/** Asks what is in a folder. */
export type ListFolder = (folder: string, pageToken: string | undefined) => MlflowRequest;

/** How to list the folders of an owner whose files the server passes on; its answers hold bare names. */
export function proxiedFolders(owner: ArtifactOwner, endpoint: string): ListFolder {
  const root = requireProxied(owner, endpoint);
  return (folder, pageToken) => listProxiedRequest(root, folder, pageToken);
}

/** Every file below a folder, in order of their paths. */
export async function listFiles(
  connection: MlflowConnection,
  list: ListFolder,
  folder = "",
): Promise<readonly ServedFile[]> {
  if (folder !== "") checkArtifactPath(folder);
  const files = await filesBelow(connection, list, folder);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function filesBelow(
  connection: MlflowConnection,
  list: ListFolder,
  folder: string,
): Promise<ServedFile[]> {
  const entries: Fields[] = [];
  for await (const page of askPages(connection, (pageToken) => list(folder, pageToken))) {
    entries.push(...listOf(page, "files"));
  }
  const at = (entry: Fields): string => join(folder, textOf(entry, "path"));
  const files = entries.filter((entry) => entry.is_dir !== true)
    .map((entry) => ({ path: at(entry), size: numberOf(entry, "file_size") }));
  const folders = entries.filter((entry) => entry.is_dir === true).map(at);
  const below = await mapPool(folders, LISTS_AT_ONCE, (each) => filesBelow(connection, list, each));
  return [...files, ...below.flat()];
}

// Some routes answer with names, others with whole paths.
function join(folder: string, path: string): string {
  return folder === "" || path.startsWith(`${folder}/`) ? path : `${folder}/${path}`;
}

function requireProxied({ name, artifactUri }: ArtifactOwner, endpoint: string): string {
  const root: ArtifactRoot = parseArtifactRoot(artifactUri, endpoint);
  if (root.kind === "proxied") return root.path;
  throw new TrackingError(
    `Cannot reach the files of ${name}: they are at "${root.uri}", which the server does not pass on; it does so when it is started ` +
      "with --artifacts-destination",
    { endpoint, code: "NOT_IMPLEMENTED" },
  );
}
