/** Random numbers from 0 up to, not including, 1. */
export type Random = () => number;

/** An input of a reader, and what is known of it. */
export interface FuzzInput {
  /** What to read. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The line that a problem must name, where a mistake was put in. */
  readonly wrongLine?: number | undefined;
}

/** A whole number from 0 up to, not including, `end`. */
export function below(end: number, random: Random): number {
  return Math.floor(random() * end);
}

/** One of a list. */
export function pick<T>(items: readonly T[], random: Random): T {
  const item = items[below(items.length, random)];
  if (item === undefined) throw new RangeError("Cannot pick from nothing");
  return item;
}

/** Bytes with a few changes: pieces cut out, repeated, swapped, overwritten by others or by tokens that mean something. */
export function mutate(
  bytes: Uint8Array,
  tokens: readonly string[],
  random: Random,
): Uint8Array<ArrayBuffer> {
  let result = [...bytes];
  for (let changes = 1 + below(6, random); changes > 0; changes--) {
    const at = below(result.length + 1, random);
    const length = below(pick([2, 5, 40], random), random);
    const piece = result.slice(at, at + length);
    const token = [...new TextEncoder().encode(pick(tokens, random))];
    result = pick([
      () => [...result.slice(0, at), ...result.slice(at + length)],
      () => [...result.slice(0, at), ...piece, ...result.slice(at)],
      () => [...result.slice(0, at), ...token, ...result.slice(at)],
      () => [...result.slice(0, at), ...token, ...result.slice(at + token.length)],
      () => result.with(Math.min(at, Math.max(0, result.length - 1)), below(256, random)),
      () => result.slice(0, at),
    ], random)();
    if (result.length === 0) result = token;
  }
  return new Uint8Array(result);
}
