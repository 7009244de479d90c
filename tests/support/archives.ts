import { crc32 } from "node:zlib";
import { packTar } from "npm:modern-tar@0.8.6";
import { utf8 } from "./store_content.ts";

/** Something to put into an archive, as it is: also what no archive should hold. */
export interface ArchiveItem {
  /** Its path. */
  readonly path: string;
  /** Its bytes, or where a link leads. */
  readonly content?: string | Uint8Array | undefined;
  /** What it is. @default {"file"} */
  readonly kind?: "file" | "directory" | "symlink" | "link" | "fifo" | undefined;
  /** How long a zip says that it is. @default {as long as it is} */
  readonly claimedSize?: number | undefined;
  /** Whether a zip says that it needs a password. @default {false} */
  readonly isEncrypted?: boolean | undefined;
}

/** Files as items. */
export function itemsOf(files: Readonly<Record<string, string>>): ArchiveItem[] {
  return Object.entries(files).map(([path, content]) => ({ path, content }));
}

/** A tar archive. */
export function tarOf(items: readonly ArchiveItem[]): Promise<Uint8Array<ArrayBuffer>> {
  return packTar(items.map(({ path, content = "", kind = "file" }) => {
    const isLink = kind === "symlink" || kind === "link";
    const body = typeof content === "string" ? utf8(content) : content;
    const size = isLink || kind !== "file" ? 0 : body.length;
    return {
      header: { name: path, size, type: kind, mtime: MODIFIED, ...isLink && { linkname: String(content) } },
      ...size > 0 && { body: new Uint8Array(body) },
    };
  }));
}

/** Bytes as gzip packs them. */
export async function gzipOf(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream("gzip"));
  return await new Response(packed).bytes();
}

/** When everything in an archive was changed. */
export const MODIFIED: Date = new Date(2026, 10, 24, 12);

/** A zip archive, deflated. */
export async function zipOf(items: readonly ArchiveItem[]): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const central: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const item of items) {
    const { path, content = "", kind = "file", isEncrypted = false } = item;
    const name = utf8(path);
    const bytes = new Uint8Array(typeof content === "string" ? utf8(content) : content);
    const packed = await deflate(bytes);
    const claimed = item.claimedSize ?? bytes.length;
    const flags = 0x800 | (isEncrypted ? 1 : 0);
    const common = [
      [2, 20],
      [2, flags],
      [2, 8],
      [2, DOS_TIME],
      [2, DOS_DATE],
      [4, crc32(bytes)],
      [4, packed.length],
      [4, claimed],
      [2, name.length],
      [2, 0],
    ] as const;
    const local = [fields([[4, 0x04034b50], ...common]), new Uint8Array(name), packed];
    const mode =
      { file: 0o100644, directory: 0o040755, symlink: 0o120777, link: 0o120777, fifo: 0o010644 }[kind];
    central.push(
      fields([[4, 0x02014b50], [2, 0x031e], ...common, [2, 0], [2, 0], [2, 0], [4, mode * 0x10000], [
        4,
        offset,
      ]]),
      new Uint8Array(name),
    );
    parts.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const size = central.reduce((sum, part) => sum + part.length, 0);
  const { length } = items;
  const end = fields([[4, 0x06054b50], [2, 0], [2, 0], [2, length], [2, length], [4, size], [4, offset], [
    2,
    0,
  ]]);
  return await new Blob([...parts, ...central, end]).bytes();
}

const DOS_TIME = 12 << 11;
const DOS_DATE = ((2026 - 1980) << 9) | (11 << 5) | 24;

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return await new Response(packed).bytes();
}

// Numbers of 2 or 4 bytes, lowest byte first.
function fields(numbers: readonly (readonly [size: 2 | 4, value: number])[]): Uint8Array<ArrayBuffer> {
  const bytes = numbers.flatMap(([size, value]) =>
    Array.from({ length: size }, (_, at) => Math.floor(value / 256 ** at) % 256)
  );
  return new Uint8Array(bytes);
}
