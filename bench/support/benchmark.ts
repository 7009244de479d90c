/** What a module of `bench/` exports as `benchmark`. */
export interface Benchmark {
  /** One sentence: what is measured. */
  readonly what: string;
  /** Measure. */
  run(): Promise<readonly Figure[]>;
}

/** One measured quantity. */
export interface Figure {
  /** What it is: `kedge --help over an empty script`. */
  readonly name: string;
  /** Unit of the samples: `ms`, `MiB`, `/s`. */
  readonly unit: string;
  /** One number for each round, in order. */
  readonly samples: readonly number[];
  /** The figure of the least disturbed round, where the extreme of the samples is not it. */
  readonly best?: number | undefined;
  /** What the median should reach. */
  readonly target?: Target | undefined;
  /** The same work done by others, as recorded on a machine of this size, in the same unit. */
  readonly peers?: Readonly<Record<string, number>> | undefined;
}

/** A limit for the median. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

/** The middle of `samples`; the mean of the middle two when their number is even. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1];
  const high = sorted[Math.floor(middle)];
  if (low === undefined || high === undefined) throw new RangeError("Cannot take the median of no samples");
  return (low + high) / 2;
}

/** The sample with the least disturbance: the largest where more is better, else the smallest. */
export function best({ samples, target, best }: Figure): number {
  if (best !== undefined) return best;
  return target && "atLeast" in target ? Math.max(...samples) : Math.min(...samples);
}

/** Whether the median, or another value of the figure, reaches the target; `undefined` without one. */
export function isMet({ samples, target }: Figure, value: number = median(samples)): boolean | undefined {
  if (target === undefined) return undefined;
  return "atMost" in target ? value <= target.atMost : value >= target.atLeast;
}
