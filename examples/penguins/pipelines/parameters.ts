/** `model` in `conf/base/parameters.yml`. */
export interface ForestParameters {
  /** Everything random is drawn from this number. */
  readonly seed: number;
  /** How many trees are grown. */
  readonly trees: number;
  /** How many questions a tree asks in a row at most. */
  readonly max_depth: number;
  /** A group of this many birds or fewer is not divided further. */
  readonly min_samples: number;
  /** The share of the features that each tree gets to see. */
  readonly feature_share: number;
  /** Whether the sex is one of the features. */
  readonly use_sex: boolean;
}

interface Rule {
  readonly wanted: string;
  readonly isRight: (value: unknown) => boolean;
}

const COUNT: Rule = {
  wanted: "an integer from 1 to 10000",
  isRight: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 10_000,
};

const RULES: Readonly<Record<keyof ForestParameters, Rule>> = {
  seed: { wanted: "an integer", isRight: Number.isInteger },
  trees: COUNT,
  max_depth: COUNT,
  min_samples: COUNT,
  feature_share: {
    wanted: "a number above 0 and at most 1",
    isRight: (value) => typeof value === "number" && value > 0 && value <= 1,
  },
  use_sex: { wanted: "true or false", isRight: (value) => typeof value === "boolean" },
};

/**
 * Check the parameters of the forest, since files and `--params` can say anything.
 *
 * @throws {TypeError} If any is wrong; the message names all that are.
 */
export function parseForestParameters(
  data: Readonly<Record<keyof ForestParameters, unknown>>,
): ForestParameters {
  const problems = Object.entries(RULES)
    // The names in RULES are those of the parameters.
    .map(([name, rule]) => ({ name, ...rule, value: data[name as keyof ForestParameters] }))
    .filter(({ isRight, value }) => !isRight(value))
    .map(({ name, wanted, value }) => `model.${name} must be ${wanted}, but is ${JSON.stringify(value)}`);
  if (problems.length > 0) throw new TypeError(`Cannot grow a forest: ${problems.join("; ")}`);
  // Every field has just been checked by its rule.
  return data as ForestParameters;
}
