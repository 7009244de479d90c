/** How to go on with bytes that broke off. */
export interface ResumedRead {
  /** Stops it. */
  readonly signal?: AbortSignal | undefined;
  /** Ask for the bytes from this one on, of the very same file; `undefined` when there is no such thing. */
  again(received: number): Promise<ReadableStream<Uint8Array> | undefined>;
}

// Times in a row without a single byte.
const MOST_IN_VAIN = 3;

/** The bytes of a stream; when it breaks off, those that are missing are asked for. */
export function resumedRead(
  first: ReadableStream<Uint8Array>,
  { signal, again }: ResumedRead,
): ReadableStream<Uint8Array> {
  let reader = first.getReader();
  let received = 0;
  let inVain = 0;

  async function read(): Promise<Uint8Array | undefined> {
    for (;;) {
      try {
        const { done, value } = await reader.read();
        if (done) return undefined;
        received += value.length;
        inVain = 0;
        return value;
      } catch (error) {
        if (signal?.aborted || ++inVain > MOST_IN_VAIN) throw error;
        const rest = await again(received);
        if (rest === undefined) throw error;
        reader = rest.getReader();
      }
    }
  }

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const chunk = await read();
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
    cancel: (reason) => reader.cancel(reason),
  }, { highWaterMark: 0 });
}
