import type { Penguin } from "./penguin.ts";
import { seededRandom, shuffled } from "./random.ts";

/** Birds to learn from, and birds kept aside to find out what was learnt. */
export interface Split {
  readonly train: Penguin[];
  readonly test: Penguin[];
}

/**
 * Keep a share of every species aside for testing. The same seed gives the same split, and both parts keep the order of the input.
 *
 * @throws {RangeError} If the share is not between 0 and 1.
 */
export function splitPenguins(penguins: readonly Penguin[], testShare: number, seed: number): Split {
  if (!(testShare > 0 && testShare < 1)) {
    throw new RangeError(
      `Cannot split the penguins as split.test_share must be between 0 and 1: current value is ${testShare}`,
    );
  }
  const random = seededRandom(seed);
  const bySpecies = Map.groupBy(penguins, (bird) => bird.species);
  const aside = new Set<Penguin>();
  for (const species of [...bySpecies.keys()].sort()) {
    const birds = shuffled(bySpecies.get(species) ?? [], random);
    for (const bird of birds.slice(0, Math.round(birds.length * testShare))) aside.add(bird);
  }
  return {
    train: penguins.filter((bird) => !aside.has(bird)),
    test: penguins.filter((bird) => aside.has(bird)),
  };
}
