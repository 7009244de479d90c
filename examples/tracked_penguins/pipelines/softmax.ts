/** A bird in numbers, and the number of its species. */
export interface Sample {
  readonly values: readonly number[];
  readonly species: number;
}

/** One row of weights for each species: one for each value, and the bias at the end. */
export type Weights = readonly (readonly number[])[];

/** How to learn. */
export interface LearningParameters {
  /** How often all samples are looked at. */
  readonly epochs: number;
  /** How far a step goes. */
  readonly rate: number;
}

/** What an epoch came to. */
export interface Epoch {
  readonly step: number;
  /** Mean cross-entropy. */
  readonly loss: number;
  /** Share of the samples that are told apart. */
  readonly accuracy: number;
}

/** Learn by gradient descent: yields each epoch, and returns the weights. */
export function* learn(
  samples: readonly Sample[],
  { epochs, rate }: LearningParameters,
): Generator<Epoch, Weights, undefined> {
  const species = Math.max(...samples.map((sample) => sample.species)) + 1;
  const size = (samples[0]?.values.length ?? 0) + 1;
  let weights: Weights = Array.from({ length: species }, () => new Array<number>(size).fill(0));
  for (let step = 0; step < epochs; step++) {
    const guesses = samples.map((sample) => shares(weights, sample));
    yield {
      step,
      loss: mean(samples.map((sample, i) => -Math.log(guesses[i]?.[sample.species] ?? 0))),
      accuracy: accuracyOf(weights, samples),
    };
    weights = weights.map((row, k) =>
      row.map((weight, v) =>
        weight - rate * mean(samples.map((sample, i) => {
            const error = (guesses[i]?.[k] ?? 0) - (sample.species === k ? 1 : 0);
            return error * (sample.values[v] ?? 1);
          }))
      )
    );
  }
  return weights;
}

/** The share of the samples whose species the weights tell. */
export function accuracyOf(weights: Weights, samples: readonly Sample[]): number {
  return mean(samples.map((sample) => tell(weights, sample) === sample.species ? 1 : 0));
}

/** The number of the species that the weights tell. */
export function tell(weights: Weights, sample: Sample): number {
  const guess = shares(weights, sample);
  return guess.indexOf(Math.max(...guess));
}

function shares(weights: Weights, { values }: Sample): readonly number[] {
  const scores = weights.map((row) => row.reduce((sum, weight, v) => sum + weight * (values[v] ?? 1), 0));
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
}
