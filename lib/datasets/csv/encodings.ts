import type { ByteSource } from "../byte_source.ts";
import type { OTHER_ENCODINGS } from "./load_args.ts";

const ENCODINGS: Readonly<Record<(typeof OTHER_ENCODINGS)[number], string>> = {
  "latin-1": "latin-1",
  "latin1": "latin-1",
  "iso-8859-1": "latin-1",
  "iso-8859-15": "iso-8859-15",
  "cp1250": "windows-1250",
  "cp1251": "windows-1251",
  "cp1252": "windows-1252",
  "windows-1252": "windows-1252",
  "utf-16": "utf-16le",
  "utf-16-le": "utf-16le",
  "utf-16-be": "utf-16be",
  "shift_jis": "shift_jis",
  "euc_kr": "euc-kr",
  "gbk": "gbk",
  "gb18030": "gb18030",
  "big5": "big5",
  "koi8-r": "koi8-r",
};

/** Bytes of an encoding as UTF-8. */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: (typeof OTHER_ENCODINGS)[number],
  source: ByteSource,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  if (ENCODINGS[encoding] === "latin-1") {
    // The web takes latin-1 for windows-1252; here each byte is the character of its number.
    for await (const chunk of chunks) {
      yield encoder.encode(Array.from(chunk, (byte) => String.fromCharCode(byte)).join(""));
    }
    return;
  }
  const decoder = new TextDecoder(ENCODINGS[encoding], { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      throw source.problem(`Text must be ${encoding}: it has bytes that are not`, { cause });
    }
  };
  for await (const chunk of chunks) yield encoder.encode(decode(chunk));
  yield encoder.encode(decode());
}
