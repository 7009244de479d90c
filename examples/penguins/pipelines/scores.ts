import type { Verdict } from "./forest.ts";
import type { Penguin } from "./penguin.ts";

/** A line of `data/07_model_output/predictions.csv`. */
export interface Prediction {
  /** Number of the bird's row in the raw file. */
  readonly id: number;
  readonly species: string;
  readonly predicted: string;
  readonly correct: boolean;
  /** The share of the trees that voted for the predicted species. */
  readonly confidence: number;
}

/** How good the predictions are. */
export interface Scores {
  readonly accuracy: number;
  /** Mean of the species' F1, so that rare species count as much as common ones. */
  readonly f1_macro: number;
  readonly species: SpeciesScores[];
  /** Birds by actual species (row) and predicted species (column), both in the order of `species`. */
  readonly confusion: number[][];
}

/** How good they are for one species; shares of nothing are 0. */
export interface SpeciesScores {
  readonly name: string;
  /** Share of the birds named so that are so. */
  readonly precision: number;
  /** Share of the birds that are so that are named so. */
  readonly recall: number;
  readonly f1: number;
}

/** Put each bird and what the forest said of it side by side. */
export function toPredictions(penguins: readonly Penguin[], verdicts: readonly Verdict[]): Prediction[] {
  return penguins.flatMap(({ id, species }, index) => {
    const verdict = verdicts[index];
    if (verdict === undefined) return [];
    const { species: predicted, confidence } = verdict;
    return { id, species, predicted, correct: predicted === species, confidence };
  });
}

/** Compare the predicted species with the actual ones. */
export function scorePredictions(predictions: readonly Prediction[]): Scores {
  const names = [...new Set(predictions.flatMap(({ species, predicted }) => [species, predicted]))].sort();
  const count = (actual: string, predicted: string): number =>
    predictions.filter((row) => row.species === actual && row.predicted === predicted).length;
  const confusion = names.map((actual) => names.map((predicted) => count(actual, predicted)));

  const species = names.map((name, index): SpeciesScores => {
    const right = confusion[index]?.[index] ?? 0;
    const precision = share(right, sum(confusion.map((row) => row[index] ?? 0)));
    const recall = share(right, sum(confusion[index] ?? []));
    return { name, precision, recall, f1: share(2 * precision * recall, precision + recall) };
  });
  return {
    accuracy: share(predictions.filter(({ correct }) => correct).length, predictions.length),
    f1_macro: share(sum(species.map(({ f1 }) => f1)), species.length),
    species,
    confusion,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
