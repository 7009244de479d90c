import { allInputs, allOutputs, datasetNames, freeInputs, freeOutputs } from "../../lib/pipeline/datasets.ts";
import { filterPipeline } from "../../lib/pipeline/filter.ts";
import { intersectPipelines } from "../../lib/pipeline/intersect_pipelines.ts";
import { joinPipelines } from "../../lib/pipeline/join_pipelines.ts";
import { nodeLevels } from "../../lib/pipeline/node_levels.ts";
import { type Pipeline, pipeline } from "../../lib/pipeline/pipeline.ts";
import { type NodeSelection, selectNodes } from "../../lib/pipeline/select.ts";
import { subtractPipeline } from "../../lib/pipeline/subtract_pipeline.ts";
import { makeNodes, type NodeInput } from "./_nodes.ts";

interface PipelineInput {
  readonly nodes: readonly NodeInput[];
  readonly pipeline_tags?: string | readonly string[];
  readonly steps: readonly (readonly [operation: string, argument: unknown])[];
  readonly want?: readonly ("tags" | "dependencies" | "all")[];
}

/** Run one case of pipelines.json. */
export function run(input: unknown): unknown {
  const { nodes, pipeline_tags, steps, want = [] } = input as PipelineInput;
  const start = pipeline(makeNodes(nodes), { tags: pipeline_tags });
  const end = steps.reduce((current, [operation, argument]) => doStep(current, operation, argument), start);
  const byName = <T>(give: (i: number) => T) =>
    Object.fromEntries(end.nodes.map(({ name }, i) => [name, give(i)]));
  return {
    nodes: end.nodes.map((node) => node.name),
    groups: nodeLevels(end).map((level) => level.map((node) => node.name)),
    inputs: freeInputs(end),
    outputs: freeOutputs(end),
    datasets: datasetNames(end),
    ...(want.includes("tags") && { tags: byName((i) => end.nodes[i]!.tags) }),
    ...(want.includes("dependencies") && {
      dependencies: byName((i) => end.graph.parents[i]!.map((parent) => end.nodes[parent]!.name).sort()),
    }),
    ...(want.includes("all") && { all_inputs: allInputs(end), all_outputs: allOutputs(end) }),
  };
}

/** Field of a selection by the operation of a recorded case. */
const FIELDS: Readonly<Record<string, keyof NodeSelection>> = {
  tags: "tags",
  node_names: "nodeNames",
  node_namespaces: "nodeNamespaces",
  from_nodes: "fromNodes",
  to_nodes: "toNodes",
  from_inputs: "fromInputs",
  to_outputs: "toOutputs",
  only_nodes: "nodeNames",
  only_nodes_with_tags: "tags",
  only_nodes_with_inputs: "withInputs",
  only_nodes_with_outputs: "withOutputs",
  only_nodes_with_namespaces: "nodeNamespaces",
};

function doStep(current: Pipeline, operation: string, argument: unknown): Pipeline {
  const other = () => pipeline(makeNodes(argument as NodeInput[]));
  switch (operation) {
    case "filter": {
      const filter = Object.entries(argument as object).map(([field, names]) => [fieldOf(field), names]);
      return filterPipeline(current, Object.fromEntries(filter));
    }
    case "tag":
      return pipeline(current, { tags: argument as string | string[] });
    case "add":
    case "union":
      return joinPipelines([current, other()]);
    case "subtract":
      return subtractPipeline(current, other());
    case "intersect":
      return intersectPipelines(current, other());
    default:
      return selectNodes(current, { [fieldOf(operation)]: argument as string[] });
  }
}

function fieldOf(name: string): keyof NodeSelection {
  const field = FIELDS[name];
  if (field === undefined) throw new TypeError(`Unknown operation "${name}"`);
  return field;
}
