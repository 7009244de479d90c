import type { ByteSource } from "./byte_source.ts";

/** The whole of a source as text, without a byte order mark. */
export async function readText(source: ByteSource): Promise<string> {
  return stripMark(decodeUtf8(await source.bytes(), 1, source));
}

/** Text that ends where a line does (but for the last), and the number of its first line. */
export interface TextBlock {
  /** The text, line ends included. */
  readonly text: string;
  /** Number of its first line, from 1. */
  readonly line: number;
}

/** A source as blocks of whole lines, without a byte order mark. */
export async function* textBlocks(source: ByteSource): AsyncGenerator<TextBlock, void, undefined> {
  let line = 1;
  for await (const bytes of byteBlocks(source.chunks())) {
    const decoded = decodeUtf8(bytes, line, source);
    const text = line === 1 ? stripMark(decoded) : decoded;
    if (text !== "") yield { text, line };
    line += countLineEnds(text);
  }
}

/** Lines without their ends, and the number of the first. */
export interface LineBlock {
  /** The lines. */
  readonly lines: readonly string[];
  /** Number of the first, from 1. */
  readonly line: number;
}

/** A source as blocks of lines. */
export async function* lineBlocks(source: ByteSource): AsyncGenerator<LineBlock, void, undefined> {
  for await (const { text, line } of textBlocks(source)) {
    const lines = text.split("\n").map((each) => each.endsWith("\r") ? each.slice(0, -1) : each);
    if (text.endsWith("\n")) lines.pop();
    yield { lines, line };
  }
}

/** How many line feeds a text has; a text without any is taken to use carriage returns. */
export function countLineEnds(text: string): number {
  const end = text.includes("\n") ? "\n" : "\r";
  let count = 0;
  for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) count++;
  return count;
}

/** What is wrong with a text that UTF-8 cannot hold, as a message goes on; `undefined` for all others. */
export function unwritable(text: string): string | undefined {
  if (text.isWellFormed()) return undefined;
  const at = [...text].findIndex((sign) => !sign.isWellFormed()) + 1;
  return `a text whose character ${at} is half of a surrogate pair, which no file can hold`;
}

/** Text as UTF-8, in pieces of a size that is worth a write. */
export async function* encodePieces(
  pieces: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  let text = "";
  for await (const piece of pieces) {
    text += piece;
    if (text.length < PIECE_SIZE) continue;
    yield encoder.encode(text);
    text = "";
  }
  if (text !== "") yield encoder.encode(text);
}

const PIECE_SIZE = 64 * 1024;
const LINE_FEED = 0x0a;

// A line feed is never a part of a longer character in UTF-8, so bytes are cut there before they are decoded.
async function* byteBlocks(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let begun: Uint8Array[] = [];
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) yield join([...begun, chunk.subarray(0, end)]);
    if (end > 0) begun = [];
    if (end < chunk.length) begun.push(chunk.subarray(end));
  }
  if (begun.length > 0) yield join(begun);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function decodeUtf8(bytes: Uint8Array, line: number, source: ByteSource): string {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw source.problem("Text must be UTF-8: this line has bytes that are not", {
      line: line + badLine(bytes, decoder),
      cause,
    });
  }
}

// The first line, from 0, that cannot be decoded on its own.
function badLine(bytes: Uint8Array, decoder: TextDecoder): number {
  for (let line = 0, start = 0;; line++) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed + 1;
    try {
      decoder.decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
    if (end === bytes.length) return line;
    start = end;
  }
}

function stripMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}
