import {
  logDict,
  logFigure,
  logMetric,
  logMetrics,
  logTable,
  node,
  type Pipeline,
  pipeline,
} from "https://kedge.example/kedge@0.1.0/mod.ts";
import { drawConfusion } from "./confusion_svg.ts";
import { askForest, type Forest } from "./forest.ts";
import { growForest } from "./grow_forest.ts";
import { type ForestParameters, parseForestParameters } from "./parameters.ts";
import type { Penguin } from "./penguin.ts";
import { type Prediction, scorePredictions, type Scores, toPredictions } from "./scores.ts";

const train = node({
  name: "train",
  // One by one, so that the run records each under its own name and can be compared by it.
  inputs: {
    penguins: "train",
    seed: "params:model.seed",
    trees: "params:model.trees",
    max_depth: "params:model.max_depth",
    min_samples: "params:model.min_samples",
    feature_share: "params:model.feature_share",
    use_sex: "params:model.use_sex",
  },
  outputs: "forest",
  run: async ({ penguins, ...model }: { penguins: Penguin[] } & ForestParameters): Promise<Forest> => {
    const parameters = parseForestParameters(model);
    const forest = await growForest(penguins, parameters, ({ trees, oobAccuracy }) => {
      logMetric("oob_accuracy", oobAccuracy, { step: trees });
    });
    await logDict(forest, "model/forest.json");
    return forest;
  },
});

const evaluate = node({
  name: "evaluate",
  inputs: ["forest", "test"],
  outputs: { predictions: "predictions", scores: "scores" },
  run: async (
    forest: Forest,
    penguins: Penguin[],
  ): Promise<{ predictions: Prediction[]; scores: Scores }> => {
    const predictions = toPredictions(penguins, await askForest(forest, penguins));
    const scores = scorePredictions(predictions);
    logMetrics({ accuracy: scores.accuracy, f1_macro: scores.f1_macro });
    for (const { name, precision, recall } of scores.species) {
      logMetrics({ [`precision/${name}`]: precision, [`recall/${name}`]: recall });
    }
    await logTable(predictions, "predictions.json");
    return { predictions, scores };
  },
});

const report = node({
  name: "report",
  inputs: "scores",
  outputs: "confusion",
  run: async (scores: Scores): Promise<string> => {
    const svg = drawConfusion(scores);
    await logFigure(svg, "confusion.svg");
    return svg;
  },
});

/** From the split to a forest, what it says of the test birds, and how often it is right. */
export const model: Pipeline = pipeline([train, evaluate, report]);
