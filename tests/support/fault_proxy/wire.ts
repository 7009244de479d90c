import type { ByteReader } from "./byte_reader.ts";

/** The first lines of a request or an answer. */
export interface Head {
  /** `GET /a%20b HTTP/1.1` or `HTTP/1.1 200 OK`, as sent. */
  readonly startLine: string;
  /** Values by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The lines as sent, names unchanged. */
  readonly lines: readonly string[];
}

/** Bytes of a body as they are on the wire. */
export interface Piece {
  /** The bytes. */
  readonly bytes: Uint8Array;
  /** False for the sizes between chunks. */
  readonly isData: boolean;
}

/** Read up to the empty line, or nothing at the end of the connection. */
export async function readHead(reader: ByteReader): Promise<Head | undefined> {
  const lines: string[] = [];
  for (;;) {
    const line = await reader.readLine();
    if (line === undefined) return undefined;
    if (line === "") break;
    lines.push(line);
  }
  const [startLine = "", ...rest] = lines;
  const headers: Record<string, string> = {};
  for (const line of rest) {
    const colon = line.indexOf(":");
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { startLine, headers, lines: rest };
}

/** The bytes of a head, with a `Connection` header of our own. */
export function encodeHead({ startLine, lines }: Head, connection?: "close"): Uint8Array {
  // Whether a connection is kept is a matter of each side; and who expects a 100 has got one.
  const kept = lines.filter((line) => !/^(connection|keep-alive|expect):/i.test(line));
  if (connection !== undefined) kept.push(`Connection: ${connection}`);
  return new TextEncoder().encode([startLine, ...kept, "", ""].join("\r\n"));
}

/** The body behind a head of a request. */
export function requestBody(reader: ByteReader, head: Head): AsyncIterable<Piece> {
  const isFramed = "content-length" in head.headers || "transfer-encoding" in head.headers;
  return isFramed ? body(reader, head) : nothing();
}

/** The body behind a head of an answer. */
export function answerBody(reader: ByteReader, head: Head, method: string): AsyncIterable<Piece> {
  return method === "HEAD" || /^HTTP\/1\.\d (1\d\d|204|304)/.test(head.startLine)
    ? nothing()
    : body(reader, head);
}

/** Whether whoever reads an answer knows where it ends. */
export function hasLength(head: Head, method: string): boolean {
  return "content-length" in head.headers || isChunked(head) || method === "HEAD" ||
    /^HTTP\/1\.\d (204|304)/.test(head.startLine);
}

async function* nothing(): AsyncIterable<Piece> {}

function isChunked({ headers }: Head): boolean {
  return /chunked/i.test(headers["transfer-encoding"] ?? "");
}

async function* body(reader: ByteReader, head: Head): AsyncIterable<Piece> {
  if (!isChunked(head)) {
    const length = head.headers["content-length"];
    yield* data(reader, length === undefined ? Infinity : Number(length));
    return;
  }
  for (;;) {
    const line = await reader.readLine();
    if (line === undefined) throw new CutShort();
    yield { bytes: new TextEncoder().encode(`${line}\r\n`), isData: false };
    const size = parseInt(line, 16);
    if (size > 0) yield* data(reader, size);
    // Behind the last chunk come trailers up to an empty line; behind every other, an empty line.
    for (let end = await reader.readLine();; end = await reader.readLine()) {
      if (end === undefined) throw new CutShort();
      yield { bytes: new TextEncoder().encode(`${end}\r\n`), isData: false };
      if (end === "") break;
    }
    if (size === 0) return;
  }
}

async function* data(reader: ByteReader, length: number): AsyncIterable<Piece> {
  let left = length;
  while (left > 0) {
    const bytes = await reader.read(left);
    if (bytes === undefined) {
      if (length === Infinity) return;
      throw new CutShort();
    }
    left -= bytes.length;
    yield { bytes, isData: true };
  }
}

/** Raised when a connection ends inside of a body. */
class CutShort extends Error {
  override readonly name = "CutShort";
}
