// Runs that go on at the same time in one process, each with its own record: deno run -A concurrent_runs.ts
import {
  defineProject,
  logMetric,
  node,
  openProject,
  pipeline,
} from "https://kedge.example/kedge@0.1.0/mod.ts";

const sail = node({
  name: "sail",
  inputs: ["params:knots", "params:miles"],
  run: async (knots: number, miles: number) => {
    for (let hour = 1; hour * knots < miles; hour++) {
      logMetric("miles_left", miles - hour * knots, { step: hour });
      await Promise.resolve();
    }
    logMetric("hours", miles / knots);
  },
});
const voyages = defineProject({
  name: "voyages",
  pipelines: { __default__: pipeline([sail]) },
  parameters: { knots: 5, miles: 60 },
});

const lines = await Promise.all([4, 6, 8].map(async (knots) => {
  await using project = await openProject(voyages, { params: { knots } });
  const { runId, runName } = await project.run();
  const run = await project.store().getRun(runId);
  return `${runName}: ${run?.metrics.hours?.value} hours at ${knots} knots`;
}));
console.log(lines.join("\n"));
