import { type Feature, featureRow, type Forest, type ForestModel } from "./forest.ts";
import type { ForestParameters } from "./parameters.ts";
import { MEASUREMENTS, type Penguin } from "./penguin.ts";
import { randomInteger, seededRandom } from "./random.ts";

/** How well the trees grown so far do. */
export interface Growth {
  readonly trees: number;
  /** Share of the birds that are named right by the trees that have not learnt from them. */
  readonly oobAccuracy: number;
}

/** How often `growForest()` tells its progress, about. */
const REPORTS = 20;

/**
 * Grow a random forest. Each tree learns from a sample of the birds, drawn with replacement, and is judged by the birds outside its
 * sample ("out of bag"): an honest estimate while the forest grows, without keeping more birds aside.
 *
 * @throws {RangeError} If there is nothing to learn from.
 */
export async function growForest(
  penguins: readonly Penguin[],
  parameters: ForestParameters,
  onGrowth: (growth: Growth) => void = () => {},
): Promise<Forest> {
  if (penguins.length === 0) {
    throw new RangeError("Cannot grow a forest: there are no penguins to learn from");
  }
  const { trees, use_sex } = parameters;
  const features: Feature[] = use_sex ? [...MEASUREMENTS, "sex"] : [...MEASUREMENTS];
  const species = [...new Set(penguins.map((bird) => bird.species))].sort();
  const examples = penguins.map((bird): Example => ({
    row: featureRow(bird, features),
    label: species.indexOf(bird.species),
    votes: species.map(() => 0),
  }));
  const growTree = await treeGrower(parameters, features);
  const random = seededRandom(parameters.seed);

  const grown: ForestModel[] = [];
  for (let count = 1; count <= trees; count++) {
    const { inside, outside } = drawSample(examples, () => randomInteger(random, examples.length));
    grown.push(growTree(inside, outside, randomInteger(random, 2 ** 31)));

    if (count === trees || count % Math.ceil(trees / REPORTS) === 0) {
      onGrowth({ trees: count, oobAccuracy: oobAccuracy(examples) });
      await pause();
    }
  }
  return { species, features, model: mergeTrees(grown) };
}

/** A bird as the trees see it. */
interface Example {
  readonly row: readonly number[];
  readonly label: number;
  /** How many trees have named which species. Counted up while the forest grows. */
  readonly votes: number[];
}

function drawSample(
  examples: readonly Example[],
  draw: () => number,
): Record<"inside" | "outside", Example[]> {
  const drawn = examples.map(draw);
  const seen = new Set(drawn);
  return {
    inside: drawn.flatMap((index) => examples[index] ?? []),
    outside: examples.filter((_, index) => !seen.has(index)),
  };
}

/** A function that grows one tree from the birds inside its sample, lets it vote on those outside, and gives it as plain data. */
async function treeGrower(
  parameters: ForestParameters,
  features: readonly Feature[],
): Promise<(inside: readonly Example[], outside: readonly Example[], seed: number) => ForestModel> {
  // Loaded here, so that commands that train nothing need not wait for it.
  const { RandomForestClassifier } = await import("npm:ml-random-forest@2.1.0");
  return (inside, outside, seed) => {
    const tree = new RandomForestClassifier({
      nEstimators: 1,
      seed,
      // The library rounds the number of features down; a tree needs one at least.
      maxFeatures: Math.max(parameters.feature_share, 1 / features.length),
      replacement: false,
      useSampleBagging: false,
      treeOptions: { maxDepth: parameters.max_depth, minNumSamples: parameters.min_samples },
    });
    tree.train(inside.map(({ row }) => [...row]), inside.map(({ label }) => label));

    const named = outside.length === 0 ? [] : tree.predict(outside.map(({ row }) => [...row]));
    for (const [index, { votes }] of outside.entries()) {
      const label = named[index] ?? 0;
      votes[label] = (votes[label] ?? 0) + 1;
    }
    // The library's toJSON() still holds live objects.
    return JSON.parse(JSON.stringify(tree));
  };
}

/** Share of the birds with votes whose species has most of them. */
function oobAccuracy(examples: readonly Example[]): number {
  const judged = examples.filter(({ votes }) => votes.some((count) => count > 0));
  const right = judged.filter(({ label, votes }) => votes.indexOf(Math.max(...votes)) === label);
  return judged.length === 0 ? 0 : right.length / judged.length;
}

/** Forests of one tree each as one forest. */
function mergeTrees(trees: readonly ForestModel[]): ForestModel {
  const [first] = trees;
  if (first === undefined) throw new RangeError("Cannot grow a forest of no trees");
  const baseModel = {
    ...first.baseModel,
    nEstimators: trees.length,
    indexes: trees.flatMap((tree) => tree.baseModel.indexes),
    estimators: trees.flatMap((tree) => tree.baseModel.estimators),
  };
  return { ...first, baseModel };
}

/** Let timers and signals have their turn, such as a progress display and Ctrl-C. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
