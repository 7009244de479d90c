const QUOTE = '"';

/** Text in which `"` and another character have changed places, so that whatever knows `"` knows the other. */
export function swapQuotes(text: string, quote: string): string {
  if (!text.includes(quote) && !text.includes(QUOTE)) return text;
  return text.replace(/[^]/gu, (char) => char === QUOTE ? quote : char === quote ? QUOTE : char);
}

/** The same in bytes; the character is one of ASCII. */
export async function* swapBytes(
  chunks: AsyncIterable<Uint8Array>,
  quote: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const [a, b] = [QUOTE.charCodeAt(0), quote.charCodeAt(0)];
  for await (const chunk of chunks) {
    yield chunk.map((byte) => byte === a ? b : byte === b ? a : byte);
  }
}
