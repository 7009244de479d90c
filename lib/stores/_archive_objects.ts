import { StoreError } from "../core/errors.ts";
import { reasonOf } from "../core/describe_value.ts";
import type { ArchiveEntry } from "./_archive_entry.ts";
import type { ArchiveStoreOptions } from "./archive_store.ts";
import { keyProblem } from "./key.ts";
import { readTar } from "./_read_tar.ts";
import { readZip } from "./_read_zip.ts";
import type { ObjectInfo } from "./store.ts";

/** A file of an archive. */
export interface StoredObject {
  /** What is known of it. */
  readonly info: ObjectInfo;
  /** Its bytes. */
  readonly bytes: Uint8Array;
}

const MAX_ENTRIES = 10_000;
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * All files of an archive, by key.
 *
 * @throws {StoreError} With kind `corrupt` when it is no archive, is damaged, or holds what it must not.
 */
export async function readObjects(
  archive: Uint8Array,
  { uri = "archive:", maxEntries = MAX_ENTRIES, maxBytes = MAX_BYTES }: ArchiveStoreOptions,
): Promise<ReadonlyMap<string, StoredObject>> {
  const objects = new Map<string, StoredObject>();
  let entries = 0;
  let size = 0;
  try {
    for await (const entry of readEntries(archive, maxBytes)) {
      if (++entries > maxEntries) throw new Refusal(`it must hold at most ${maxEntries} files and folders`);
      const key = keyOf(entry);
      if (entry.kind === "folder") continue;
      if (objects.has(key)) throw new Refusal(`it holds "${key}" twice`);
      const bytes = await collect(entry.bytes(), maxBytes - size);
      if (bytes === undefined) throw tooLarge(maxBytes);
      size += bytes.length;
      objects.set(key, { bytes, info: { key, size: bytes.length, modified: entry.modified } });
    }
  } catch (error) {
    const reason = error instanceof Refusal ? error.message : `it is damaged: ${reasonOf(error)}`;
    throw new StoreError(`Cannot open archive "${uri}": ${reason}`, { uri, kind: "corrupt" }, {
      cause: error,
    });
  }
  return objects;
}

/** Why an archive is refused. */
class Refusal extends Error {}

function readEntries(archive: Uint8Array, maxBytes: number): AsyncIterable<ArchiveEntry> {
  const startsWith = (...bytes: readonly number[]): boolean =>
    bytes.every((byte, at) => archive[at] === byte);
  if (startsWith(0x50, 0x4b)) return readZip(archive);
  const stream = new Blob([new Uint8Array(archive)]).stream();
  if (startsWith(0x1f, 0x8b)) {
    return readTar(stream.pipeThrough(new DecompressionStream("gzip")).pipeThrough(limit(maxBytes)));
  }
  const header = archive.subarray(0, 512);
  const isEmpty = archive.length >= 1024 && header.every((byte) => byte === 0);
  if (isEmpty || new TextDecoder().decode(header.subarray(257, 262)) === "ustar") return readTar(stream);
  throw new Refusal("it must be a zip, tar or tar.gz archive");
}

// A small archive may unpack to more than fits into memory.
function limit(maxBytes: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let size = 0;
  return new TransformStream({
    transform(chunk, controller) {
      size += chunk.length;
      if (size > maxBytes) controller.error(tooLarge(maxBytes));
      else controller.enqueue(chunk);
    },
  });
}

function keyOf({ path, kind }: ArchiveEntry): string {
  // `tar c .` writes "./" before every path.
  const key = path.replace(/^(?:\.\/)+/, "").replace(/\/$/, "");
  if (key === "." || key === "") {
    return kind === "folder" ? key : refuseEntry(path, "its path must not be empty");
  }
  const problem = key.includes("\\")
    ? 'its path must not contain "\\"'
    : keyProblem(key)?.replace(/^it/, "its path");
  if (problem !== undefined) refuseEntry(path, problem);
  if (kind === "link") refuseEntry(path, "it must not be a link");
  if (kind === "encrypted") refuseEntry(path, "it must not be encrypted");
  if (kind === "other") refuseEntry(path, "it must be a file or a folder");
  return key;
}

function refuseEntry(path: string, problem: string): never {
  throw new Refusal(`it holds ${JSON.stringify(path)}: ${problem}`);
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(`it must hold at most ${maxBytes} bytes, unpacked`);
}

async function collect(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array | undefined> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) return undefined;
    parts.push(new Uint8Array(chunk));
  }
  return await new Blob(parts).bytes();
}
