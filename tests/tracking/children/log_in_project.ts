import { defineProject, logMetric, node, openProject, pipeline } from "../../../mod.ts";

// Usage: log_in_project.ts DIRECTORY COUNT
// Runs the project of the folder, whose node logs so many points of a metric, one commit each.

const [directory = ".", count = "0"] = Deno.args;

const train = node({
  name: "train",
  inputs: [],
  outputs: "done",
  run: () => {
    for (let step = 0; step < Number(count); step++) logMetric("loss", step, { step });
    return true;
  },
});
const definition = defineProject({ name: "p", pipelines: { __default__: pipeline([train]) } });
await using project = await openProject(definition, { root: directory });
await project.run();
