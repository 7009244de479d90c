// Hooks are told of everything that happens in a run; this one times the nodes: deno run -A hooks.ts
import {
  defineProject,
  type Hooks,
  logMetric,
  node,
  openProject,
  pipeline,
} from "https://kedge.example/kedge@0.1.0/mod.ts";

const started = new Map<string, number>();
const stopwatch: Hooks = {
  name: "stopwatch",
  beforeNodeRun({ node }) {
    started.set(node.name, performance.now());
  },
  afterNodeRun({ node }) {
    const milliseconds = performance.now() - (started.get(node.name) ?? 0);
    logMetric(`milliseconds/${node.name}`, milliseconds);
    console.log(`${node.name} took ${milliseconds.toFixed(1)} ms`);
  },
  afterPipelineRun({ runParams, outputs }) {
    console.log(`${runParams.runName} made ${JSON.stringify(outputs)}`);
  },
};

const count = node({
  name: "count",
  inputs: "params:end",
  outputs: "numbers",
  run: (end: number) => Array.from({ length: end }, (_, index) => index + 1),
});
const add = node({
  name: "add",
  inputs: "numbers",
  outputs: "sum",
  run: (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0),
});

await using project = await openProject(defineProject({
  name: "sums",
  hooks: [stopwatch],
  pipelines: { __default__: pipeline([count, add]) },
  parameters: { end: 100_000 },
}));
await project.run();
