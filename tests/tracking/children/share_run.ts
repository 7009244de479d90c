import { defineProject, logMetric, node, openProject, pipeline } from "../../../mod.ts";

// Usage: share_run.ts DIRECTORY KEY NODE     runs one node of a pipeline in the run that all processes with the key share

const [root = ".", runKey, name = ""] = Deno.args;
const nodes = Array.from({ length: 8 }, (_, i) =>
  node({
    name: `node${i}`,
    inputs: ["params:k", `params:p${i}`],
    outputs: `out${i}`,
    run: (k: number) => {
      for (let step = 0; step < 50; step++) logMetric(`loss${i}`, k / (step + 1), { step });
      return k;
    },
  }));
const parameters = Object.fromEntries(["k", ...nodes.map((_, i) => `p${i}`)].map((key, i) => [key, i]));
const definition = defineProject({ name: "shared", pipelines: { __default__: pipeline(nodes) }, parameters });
await using project = await openProject(definition, { root });
const { runId } = await project.run({ runKey, filter: { nodeNames: [name] } });
console.log(runId);
