/** Numbers from 0 up to, not including, 1: always the same ones for a seed. The generator is mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed to use: the one that `deno task soak --seed` gives, else any. */
export function chooseSeed(): number {
  const given = Deno.env.get("KEDGE_SOAK_SEED");
  return given === undefined ? crypto.getRandomValues(new Uint32Array(1))[0] ?? 0 : Number(given);
}
