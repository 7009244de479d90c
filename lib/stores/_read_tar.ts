import { readChunks } from "../core/bytes.ts";
import { loadTar, type TarEntry } from "../deps/modern_tar.ts";
import type { ArchiveEntry } from "./_archive_entry.ts";

/** The entries of a tar archive. */
export async function* readTar(archive: ReadableStream<Uint8Array>): AsyncIterable<ArchiveEntry> {
  const { createTarDecoder } = await loadTar();
  const decoder = createTarDecoder({ strict: true });
  for await (const { header, body } of archive.pipeThrough(decoder)) {
    let isRead = false;
    yield {
      path: header.name,
      kind: KINDS[header.type ?? "file"] ?? "other",
      modified: header.mtime?.getTime() ?? 0,
      bytes: () => {
        isRead = true;
        return readChunks(body);
      },
    };
    if (!isRead) await body.cancel();
  }
}

const KINDS: Readonly<Record<NonNullable<TarEntry["header"]["type"]>, ArchiveEntry["kind"]>> = {
  file: "file",
  directory: "folder",
  symlink: "link",
  link: "link",
};
