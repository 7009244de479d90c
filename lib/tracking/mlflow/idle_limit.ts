/** Gives up what has been silent for too long. */
export interface IdleLimit extends Disposable {
  /** Aborted after the silence, or when the caller stops. */
  readonly signal: AbortSignal;
  /** Whether it was the silence. */
  readonly isOver: boolean;
  /** Something came: wait anew. */
  touch(): void;
}

/** Begin to wait. Dispose of it when all has come. */
export function idleLimit(milliseconds: number, stop?: AbortSignal): IdleLimit {
  const controller = new AbortController();
  let isOver = false;
  const expire = (): void => {
    isOver = true;
    controller.abort();
  };
  let timer = setTimeout(expire, milliseconds);
  const signal = stop === undefined ? controller.signal : AbortSignal.any([controller.signal, stop]);
  return {
    signal,
    get isOver() {
      return isOver;
    },
    touch() {
      clearTimeout(timer);
      if (!signal.aborted) timer = setTimeout(expire, milliseconds);
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

/** The same bytes; each piece that passes starts the waiting anew, the last one ends it. */
export function watched(
  body: ReadableStream<Uint8Array>,
  limit: IdleLimit,
  { endsHere, onError = (error) => error }: {
    /** Whether nothing is waited for after the last piece. */
    readonly endsHere: boolean;
    /** What to fail with when the stream fails. */
    readonly onError?: ((error: unknown) => unknown) | undefined;
  },
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const end = (): void => {
    if (endsHere) limit[Symbol.dispose]();
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        limit.touch();
        if (!done) return controller.enqueue(value);
        end();
        controller.close();
      } catch (error) {
        end();
        controller.error(onError(error));
      }
    },
    async cancel(reason) {
      end();
      await reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
