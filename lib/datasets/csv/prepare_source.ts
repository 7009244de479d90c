import type { ByteSource } from "../byte_source.ts";
import type { CsvReadSettings } from "./read_settings.ts";
import { decodeText } from "./encodings.ts";
import { swapBytes } from "./quotes.ts";

/** A source as UTF-8 with cells quoted by `"`, whatever it is. */
export function prepareSource(source: ByteSource, settings: CsvReadSettings): ByteSource {
  const { isGzip, encoding, quote, skip } = settings;
  let prepared = source;
  if (isGzip) prepared = throughStream(prepared, gunzip);
  if (encoding !== undefined) {
    prepared = throughStream(prepared, (chunks) => decodeText(chunks, encoding, source));
  }
  if (quote !== undefined) prepared = throughStream(prepared, (chunks) => swapBytes(chunks, quote));
  return typeof skip === "number" && skip === 0 ? prepared : withoutLines(prepared, skip);
}

type Transform = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

function throughStream(source: ByteSource, transform: Transform): ByteSource {
  const chunks = (): AsyncIterable<Uint8Array> => transform(source.chunks());
  return {
    ...source,
    chunks,
    bytes: async () => await new Response(ReadableStream.from(chunks())).bytes(),
  };
}

async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const plain = ReadableStream.from(chunks) as ReadableStream<Uint8Array<ArrayBuffer>>;
  yield* plain.pipeThrough(new DecompressionStream("gzip"));
}

const LINE_FEED = 0x0a;

// Lines, not rows: pandas leaves them out before it looks at quotes.
function withoutLines(source: ByteSource, skip: number | readonly number[]): ByteSource {
  const skipped = typeof skip === "number" ? undefined : new Set(skip);
  const isLeftOut = (line: number): boolean => skipped?.has(line) ?? line < (skip as number);
  const original = (line: number): number => {
    for (let at = 0, left = line;; at++) if (!isLeftOut(at) && --left === 0) return at + 1;
  };
  return {
    ...throughStream(source, async function* (chunks): AsyncGenerator<Uint8Array, void, undefined> {
      let line = 0;
      for await (const chunk of chunks) {
        for (let start = 0; start < chunk.length;) {
          const feed = chunk.indexOf(LINE_FEED, start);
          const end = feed < 0 ? chunk.length : feed + 1;
          if (!isLeftOut(line)) yield chunk.subarray(start, end);
          if (feed >= 0) line++;
          start = end;
        }
      }
    }),
    problem: (message, { line, ...options } = {}) =>
      source.problem(message, { ...options, line: line === undefined ? undefined : original(line) }),
  };
}
