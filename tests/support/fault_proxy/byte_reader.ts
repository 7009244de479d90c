import type { Socket } from "node:net";

/** Takes lines and bytes off a connection. */
export interface ByteReader {
  /** A line without its end, or nothing when the connection ends before. */
  readLine(): Promise<string | undefined>;
  /** Some bytes, at most so many, or nothing at the end of the connection. */
  read(most: number): Promise<Uint8Array | undefined>;
}

/** Read from a socket. A connection that breaks ends here; whoever writes to it learns the rest. */
export function byteReader(socket: Socket): ByteReader {
  const chunks = socket.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>;
  let rest: Uint8Array = new Uint8Array();

  async function more(): Promise<boolean> {
    const next = await chunks.next().catch(() => undefined);
    if (next === undefined || next.done) return false;
    const joined = new Uint8Array(rest.length + next.value.length);
    joined.set(rest);
    joined.set(next.value, rest.length);
    rest = joined;
    return true;
  }

  return {
    async readLine(): Promise<string | undefined> {
      let end = rest.indexOf(LINE_FEED);
      while (end === -1) {
        if (!await more()) return undefined;
        end = rest.indexOf(LINE_FEED);
      }
      const line = new TextDecoder("latin1").decode(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      return line.replace(/\r$/, "");
    },
    async read(most: number): Promise<Uint8Array | undefined> {
      if (rest.length === 0 && !await more()) return undefined;
      const bytes = rest.subarray(0, most);
      rest = rest.subarray(bytes.length);
      return bytes;
    },
  };
}

const LINE_FEED = 10;
