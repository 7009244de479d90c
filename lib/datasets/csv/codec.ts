import { streamFrom } from "../byte_source.ts";
import type { Codec } from "../codec.ts";
import type { CsvOptions } from "../csv.ts";
import { oneByOne } from "../one_by_one.ts";
import { prepareSource } from "./prepare_source.ts";
import { readColumns, readRows } from "./read_csv.ts";
import { isGzipped, readSettings } from "./read_settings.ts";
import { streamRows } from "./stream_csv.ts";
import { writeCsv } from "./write_csv.ts";

/** Separated values, as checked options describe them. */
export function csvCodec({ filepath, load_args = {}, save_args = {} }: CsvOptions): Codec {
  const settings = readSettings(load_args, filepath);
  return {
    type: "csv",
    encode(value): AsyncIterable<Uint8Array> {
      const pieces = writeCsv(value, save_args);
      return isGzipped(save_args.compression, filepath) ? gzip(pieces) : pieces;
    },
    decode(given): Promise<unknown> {
      assertKnownCompression(filepath, load_args.compression);
      const source = prepareSource(given, settings);
      if (load_args.stream === true) {
        return streamFrom(source, (source) => oneByOne(streamRows(source, settings)));
      }
      return load_args.as === "columns" ? readColumns(source, settings) : readRows(source, settings);
    },
  };
}

async function* gzip(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const plain = ReadableStream.from(pieces) as ReadableStream<Uint8Array<ArrayBuffer>>;
  yield* plain.pipeThrough(new CompressionStream("gzip"));
}

function assertKnownCompression(filepath: string, compression: string | null | undefined): void {
  const [, end] = /\.(bz2|zip|xz|zst|tar)$/i.exec(filepath) ?? [];
  if (end === undefined || (compression ?? "") === "gzip" || compression === null) return;
  throw new TypeError(`Cannot read "${filepath}": of compressed files only .gz is known, not .${end}`);
}
