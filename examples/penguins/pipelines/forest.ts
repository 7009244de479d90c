import type { RandomForestClassifier } from "npm:ml-random-forest@2.1.0";
import type { Measurement, Penguin } from "./penguin.ts";

/** A trained forest with all that is needed to use it again: plain data, ready for a JSON file. */
export interface Forest {
  /** The species it tells apart; the trees know them by their position here. */
  readonly species: readonly string[];
  /** What it wants to know about a bird, in this order. */
  readonly features: readonly Feature[];
  /** The trees in the words of `ml-random-forest`. */
  readonly model: ForestModel;
}

/** A forest as `ml-random-forest` writes and loads it. */
export type ForestModel = ReturnType<RandomForestClassifier["toJSON"]>;

/** A measurement, or the sex as a number. */
export type Feature = Measurement | "sex";

/** The numbers a forest sees of a bird: measurements as they are, the sex as 0 (female) or 1 (male). */
export function featureRow(bird: Penguin, features: readonly Feature[]): number[] {
  return features.map((feature) => feature === "sex" ? Number(bird.sex === "male") : bird[feature]);
}

/** What a forest says about a bird. */
export interface Verdict {
  readonly species: string;
  /** The share of the trees that voted for this species. */
  readonly confidence: number;
}

/** Let every tree vote on every bird; of two species with equally many votes the first in the alphabet wins. */
export async function askForest(forest: Forest, penguins: readonly Penguin[]): Promise<Verdict[]> {
  const { RandomForestClassifier } = await import("npm:ml-random-forest@2.1.0");
  const rows = penguins.map((bird) => featureRow(bird, forest.features));
  if (rows.length === 0) return [];

  const votes = RandomForestClassifier.load(forest.model).predictionValues(rows).to2DArray();
  return votes.map((votesOfBird) => {
    const counts = forest.species.map((_, label) => votesOfBird.filter((vote) => vote === label).length);
    const most = Math.max(...counts);
    return { species: forest.species[counts.indexOf(most)] ?? "", confidence: most / votesOfBird.length };
  });
}
