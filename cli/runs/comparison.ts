import type { Run } from "../../mod.ts";

/** A parameter of two runs. */
export interface ParamPair {
  /** Its name. */
  readonly key: string;
  /** Its values; `undefined` where a run has none. */
  readonly values: readonly [string | undefined, string | undefined];
  /** Whether both are the same. */
  readonly isEqual: boolean;
}

/** A metric of two runs. */
export interface MetricPair {
  /** Its name. */
  readonly key: string;
  /** Its newest values; `undefined` where a run has none. */
  readonly values: readonly [number | undefined, number | undefined];
  /** The first minus the second; `undefined` when one of them is missing. */
  readonly difference: number | undefined;
}

/** What two runs have and do not have in common. */
export interface Comparison {
  /** Parameters by name. */
  readonly params: readonly ParamPair[];
  /** Metrics by name. */
  readonly metrics: readonly MetricPair[];
}

/** Compare two runs, the first in the light of the second. */
export function compare(first: Run, second: Run): Comparison {
  return {
    params: keysOf(first.params, second.params).map((key) => {
      const values = [first.params[key], second.params[key]] as const;
      return { key, values, isEqual: values[0] === values[1] };
    }),
    metrics: keysOf(first.metrics, second.metrics).map((key) => {
      const values = [first.metrics[key]?.value, second.metrics[key]?.value] as const;
      return { key, values, difference: subtract(...values) };
    }),
  };
}

function subtract(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  return Object.is(a, b) ? 0 : a - b; // NaN is no different from NaN, nor infinity from itself
}

function keysOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}
