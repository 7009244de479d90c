import type { ForestParameters } from "../pipelines/parameters.ts";
import type { Penguin, RawPenguin } from "../pipelines/penguin.ts";
import type { Prediction } from "../pipelines/scores.ts";

/** Enough for a small forest. */
export const PARAMETERS: ForestParameters = {
  seed: 7,
  trees: 12,
  max_depth: 4,
  min_samples: 2,
  feature_share: 0.6,
  use_sex: true,
};

/** A measured bird as in the raw file. */
export function rawPenguin(changes: Partial<RawPenguin> = {}): RawPenguin {
  const { id: _, ...row } = penguin();
  return { ...row, sex: "FEMALE", ...changes };
}

/** A clean bird. */
export function penguin(changes: Partial<Penguin> = {}): Penguin {
  return {
    id: 1,
    species: "Adelie",
    island: "Dream",
    culmen_length_mm: 39.1,
    culmen_depth_mm: 18.7,
    flipper_length_mm: 181,
    body_mass_g: 3750,
    sex: "female",
    ...changes,
  };
}

/** Sixty birds, twenty of a species, that anybody could tell apart. */
export function flock(): Penguin[] {
  const kinds: readonly Partial<Penguin>[] = [
    { species: "Adelie", culmen_length_mm: 38, flipper_length_mm: 190 },
    { species: "Chinstrap", culmen_length_mm: 49, flipper_length_mm: 196 },
    { species: "Gentoo", culmen_length_mm: 47, flipper_length_mm: 217 },
  ];
  return Array.from({ length: 60 }, (_, index) => {
    const body_mass_g = 3700 + index;
    return penguin({
      ...kinds[index % 3],
      body_mass_g,
      id: index + 1,
      sex: index % 2 === 0 ? "female" : "male",
    });
  });
}

/** How many birds there are of each species. */
export function countBySpecies(penguins: readonly Penguin[]): Record<string, number> {
  const groups = Map.groupBy(penguins, ({ species }) => species);
  return Object.fromEntries([...groups].map(([species, birds]) => [species, birds.length]));
}

/** Predictions of birds of a species, each with what it was taken for. */
export function predictions(
  ...pairs: readonly (readonly [species: string, predicted: string])[]
): Prediction[] {
  return pairs.map(([species, predicted], index) => {
    return { id: index + 1, species, predicted, correct: species === predicted, confidence: 1 };
  });
}
