import { logMetrics, node, type Pipeline, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
import { cleanPenguins } from "./clean.ts";
import type { Penguin, RawPenguin } from "./penguin.ts";
import { splitPenguins } from "./split.ts";

const clean = node({
  name: "clean",
  inputs: "penguins_raw",
  outputs: "penguins",
  run: (rows: RawPenguin[]): Penguin[] => {
    const { penguins, report } = cleanPenguins(rows);
    logMetrics(report);
    return penguins;
  },
});

const split = node({
  name: "split",
  inputs: ["penguins", "params:split.test_share", "params:model.seed"],
  outputs: { train: "train", test: "test" },
  run: splitPenguins,
});

/** From the raw file to birds to learn from and birds to be tested with. */
export const data: Pipeline = pipeline([clean, split]);
