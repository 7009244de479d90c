// A catalog and a pipeline in one file, tracked in ./.kedge: deno run -A script.ts
import {
  defineProject,
  logMetric,
  memoryDataset,
  node,
  openProject,
  pipeline,
} from "https://kedge.example/kedge@0.1.0/mod.ts";

const rise = node({
  name: "rise",
  inputs: "tides",
  outputs: "rises",
  run: (tides: number[]) => tides.slice(1).map((tide, hour) => tide - (tides[hour] ?? 0)),
});
const steepest = node({
  name: "steepest",
  inputs: ["rises", "params:limit"],
  run: (rises: number[], limit: number) =>
    logMetric("over_limit", rises.filter((rise) => rise > limit).length),
});

await using project = await openProject(defineProject({
  name: "tides",
  pipelines: { __default__: pipeline([rise, steepest]) },
  catalog: {
    tides: memoryDataset([2.1, 3.4, 4.0, 3.2, 1.9, 0.8]),
    rises: { type: "json", filepath: "rises.json" },
  },
  parameters: { limit: 1 },
}));
const { runName, status } = await project.run();
console.log(`${runName} ${status}`);
