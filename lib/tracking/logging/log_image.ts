import { requireScope } from "./current_run.ts";
import type { ImagePixels } from "./png.ts";

// How files of each kind begin; `null` stands for any byte.
const SIGNATURES: Readonly<Record<string, readonly (number | null)[]>> = {
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  jpg: [0xff, 0xd8, 0xff],
  jpeg: [0xff, 0xd8, 0xff],
  gif: [0x47, 0x49, 0x46, 0x38],
  webp: [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50],
  avif: [null, null, null, null, 0x66, 0x74, 0x79, 0x70],
  bmp: [0x42, 0x4d],
};

/**
 * Store an image as an artifact of the current run: the bytes of an image file, or pixels, which become a PNG.
 *
 * @param path Path among the artifacts of the run; its ending names the kind of the image.
 * @throws {TrackingError} Outside a run, and for a path that leads out of it.
 * @throws {TypeError} For an ending that is no kind of image, and for bytes that are not of that kind.
 * @throws {RangeError} For pixels that do not fill the image.
 *
 * @example Keep a heat map
 * ```ts
 * import assert from "node:assert/strict";
 * import { logImage, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * const id = await withRun({ directory }, async (run) => {
 *   const data = Uint8Array.from({ length: 64 * 64 }, (_, i) => i % 256);
 *   await logImage({ data, width: 64, height: 64 }, "heat.png");
 *   return run.id;
 * });
 *
 * await using store = openEmbeddedStore(directory);
 * const bytes = await new Response(await store.readArtifact(id, "heat.png")).bytes();
 * assert.equal(String.fromCharCode(...bytes.slice(1, 4)), "PNG");
 * ```
 */
export async function logImage(image: Uint8Array | ImagePixels, path: string): Promise<void> {
  const { run, node } = requireScope("logImage");
  const bytes = image instanceof Uint8Array ? image : await encodePixels(image);
  checkKind(bytes, path);
  await run?.writeArtifact(path, bytes, node);
}

// Not a literal import(): few runs draw pixels.
const PNG: string = "./png.ts";

async function encodePixels(image: ImagePixels): Promise<Uint8Array> {
  const { encodePng }: typeof import("./png.ts") = await import(PNG);
  return await encodePng(image);
}

function checkKind(bytes: Uint8Array, path: string): void {
  const kind = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const signature = Object.hasOwn(SIGNATURES, kind) ? SIGNATURES[kind] : undefined;
  if (signature === undefined) {
    const kinds = Object.keys(SIGNATURES).map((name) => `.${name}`).join(", ");
    throw new TypeError(`Cannot store an image as "${path}": its path must end in one of ${kinds}`);
  }
  if (!signature.every((byte, i) => byte === null || bytes[i] === byte)) {
    throw new TypeError(`Cannot store an image as "${path}": its bytes are not those of a .${kind} file`);
  }
}
