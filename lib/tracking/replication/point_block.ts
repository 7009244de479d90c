import { fromSqlValue, toSqlValue } from "../embedded/metric_value.ts";

/** A point as the tables hold it. */
export type Point = readonly [step: number, timestamp: number, value: number | string];

const NUMBERS = 3;

/**
 * Points of a metric in 24 bytes each, outside of the heap. They wait for the answer to the request that they are in: as lists they
 * would grow old meanwhile, and the heap with them.
 */
export class PointBlock implements Iterable<Point> {
  readonly #numbers: Float64Array;

  private constructor(numbers: Float64Array) {
    this.#numbers = numbers;
  }

  /** Take over points. */
  static of(points: readonly Point[]): PointBlock {
    const numbers = new Float64Array(points.length * NUMBERS);
    points.forEach(([step, timestamp, value], i) => {
      numbers[i * NUMBERS] = step;
      numbers[i * NUMBERS + 1] = timestamp;
      numbers[i * NUMBERS + 2] = fromSqlValue(value);
    });
    return new PointBlock(numbers);
  }

  /** How many there are. */
  get length(): number {
    return this.#numbers.length / NUMBERS;
  }

  /** The last one. */
  get last(): Point | undefined {
    return this.length === 0 ? undefined : this.#at(this.length - 1);
  }

  /** Some of them, without a copy. */
  slice(from: number, to = this.length): PointBlock {
    return new PointBlock(this.#numbers.subarray(from * NUMBERS, to * NUMBERS));
  }

  /** One after another. */
  *[Symbol.iterator](): Generator<Point> {
    for (let i = 0; i < this.length; i++) yield this.#at(i);
  }

  #at(i: number): Point {
    const at = (offset: number): number => this.#numbers[i * NUMBERS + offset] ?? 0;
    return [at(0), at(1), toSqlValue(at(2))];
  }
}
