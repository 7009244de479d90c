import { node, type Pipeline, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
import { keepAside, toSamples } from "./prepare.ts";
import {
  accuracyOf,
  type Epoch,
  learn,
  type LearningParameters,
  type Sample,
  type Weights,
} from "./softmax.ts";

const prepare = node({ name: "prepare", inputs: "penguins_raw", outputs: "samples", run: toSamples });

const split = node({
  name: "split",
  inputs: ["samples", "params:test_every"],
  outputs: { train: "train", test: "test" },
  run: keepAside,
});

/** Learns first, then gives the losses as one list. */
const train = node({
  name: "train",
  inputs: ["train", "params:model"],
  outputs: { weights: "weights", loss: "loss" },
  run: (samples: Sample[], parameters: LearningParameters): { weights: Weights; loss: number[] } => {
    const loss: number[] = [];
    const epochs = learn(samples, parameters);
    for (;;) {
      const { done, value } = epochs.next();
      if (done) return { weights: value, loss };
      loss.push(value.loss);
    }
  },
});

/** Gives each epoch when it is over, and the weights at the end. */
const trainStreamed = node({
  name: "train_streamed",
  inputs: ["train", "params:model"],
  outputs: { epoch: "training", weights: "weights" },
  run: function* (
    samples: Sample[],
    parameters: LearningParameters,
  ): Generator<{ epoch: Epoch }, { weights: Weights }, undefined> {
    const epochs = learn(samples, parameters);
    for (;;) {
      const { done, value } = epochs.next();
      if (done) return { weights: value };
      yield { epoch: value };
    }
  },
});

const evaluate = node({
  name: "evaluate",
  inputs: ["weights", "test"],
  outputs: "accuracy",
  run: accuracyOf,
});

/** Records the losses when the training is over. */
export const atOnce: Pipeline = pipeline([prepare, split, train, evaluate]);

/** Records each epoch when it is over, so that one can watch. */
export const streamed: Pipeline = pipeline([prepare, split, trainStreamed, evaluate]);
