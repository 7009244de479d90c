/** The signal that holds for a call that begins now: of a function it is asked anew, so that callers of one store stop apart. */
export function signalNow(
  signal: AbortSignal | (() => AbortSignal | undefined) | undefined,
): AbortSignal | undefined {
  return typeof signal === "function" ? signal() : signal;
}
