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
 * @throws {TypeError} If any is missing, wrong or unknown; the message names all of them.
 */
export function parseForestParameters(data: unknown): ForestParameters {
  const given = new Map<string, unknown>(Object.entries(Object(data)));
  const wrong = Object.entries(RULES)
    .filter(([name, { isRight }]) => !isRight(given.get(name)))
    .map(([name, { wanted }]) =>
      `model.${name} must be ${wanted}, but is ${JSON.stringify(given.get(name)) ?? "missing"}`
    );
  const unknown = [...given.keys()]
    .filter((name) => !(name in RULES))
    .map((name) => `model.${name} is not a parameter, known are ${Object.keys(RULES).join(", ")}`);
  const problems = [...wrong, ...unknown];
  if (problems.length > 0) {
    throw new TypeError(`Cannot use the parameters of the forest: ${problems.join("; ")}`);
  }
  // Every field has just been checked by its rule.
  return data as ForestParameters;
}
