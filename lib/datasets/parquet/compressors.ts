import type { ParquetCompression } from "../parquet.ts";

/** How a writer compresses. */
export interface Compressor {
  /** Its name in a file. */
  readonly codec: string;
  /** What the writer does not bring along. */
  readonly compressors?: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>>;
}

/** What a way to compress needs. */
export async function loadCompressor(compression: ParquetCompression | null): Promise<Compressor> {
  if (compression === null) return { codec: "UNCOMPRESSED" };
  if (compression === "snappy") return { codec: "SNAPPY" };
  const { gzipSync, brotliCompressSync, zstdCompressSync } = await import("node:zlib");
  const compress = { gzip: gzipSync, brotli: brotliCompressSync, zstd: zstdCompressSync }[compression];
  const codec = compression.toUpperCase();
  return { codec, compressors: { [codec]: (bytes) => compress(bytes) } };
}
