// What a node does is recorded from inside it, however deep: deno run -A log_from_node.ts
import {
  currentRun,
  defineProject,
  logMetric,
  logParam,
  logText,
  node,
  openProject,
  pipeline,
  setTag,
} from "https://kedge.example/kedge@0.1.0/mod.ts";

const findRoot = node({
  name: "find_root",
  inputs: "params:number",
  run: async (number: number) => {
    logParam("method", "newton");
    const root = newton(number, (guess, step) => logMetric("error", Math.abs(guess ** 2 - number), { step }));
    setTag("is_whole", Number.isInteger(root));
    await logText(`The root of ${number} is ${root}, says ${currentRun()?.name}\n`, "answer.txt");
  },
});

await using project = await openProject(defineProject({
  name: "roots",
  pipelines: { __default__: pipeline([findRoot]) },
  parameters: { number: 2 },
}));
const { runId, runName } = await project.run();
for (const { step, value } of await project.store().getMetricHistory(runId, "error")) {
  console.log(`${runName} step ${step}: error ${value}`);
}

function newton(number: number, onStep: (guess: number, step: number) => void): number {
  let guess = number;
  for (let step = 1; Math.abs(guess ** 2 - number) > 1e-12; step++) {
    guess = (guess + number / guess) / 2;
    onStep(guess, step);
  }
  return guess;
}
