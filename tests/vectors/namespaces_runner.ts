import { freeInputs, freeOutputs } from "../../lib/pipeline/datasets.ts";
import type { Binding } from "../../lib/pipeline/binding.ts";
import { groupNodes } from "../../lib/pipeline/group_nodes.ts";
import { interruptedNamespaces } from "../../lib/pipeline/interrupted_namespaces.ts";
import { joinPipelines } from "../../lib/pipeline/join_pipelines.ts";
import { type NameMapping, pipeline } from "../../lib/pipeline/pipeline.ts";
import { makeNodes, type NodeInput } from "./_nodes.ts";

interface NamespaceInput {
  readonly nodes: readonly NodeInput[];
  readonly wraps: readonly {
    readonly namespace?: string;
    readonly inputs?: NameMapping;
    readonly outputs?: NameMapping;
    readonly parameters?: NameMapping;
    readonly tags?: string | readonly string[];
    readonly prefix_datasets_with_namespace?: boolean;
  }[];
  readonly plus?: readonly NodeInput[];
  readonly group_nodes_by?: string | null;
}

/** Run one case of namespaces.json. */
export function run(input: unknown): unknown {
  const { nodes, wraps, plus, ...rest } = input as NamespaceInput;
  const wrapped = wraps.reduce(
    (inner, { prefix_datasets_with_namespace: prefixDatasetsWithNamespace, ...options }) =>
      pipeline(inner, { ...options, prefixDatasetsWithNamespace }),
    pipeline(makeNodes(nodes)),
  );
  const whole = plus === undefined ? wrapped : joinPipelines([wrapped, pipeline(makeNodes(plus))]);
  return {
    nodes: whole.nodes.map((node) => ({
      name: node.name,
      namespace: node.namespace ?? null,
      inputs: asWritten(node.inputBinding),
      outputs: asWritten(node.outputBinding),
      tags: node.tags,
      confirms: node.confirms,
    })),
    inputs: freeInputs(whole),
    outputs: freeOutputs(whole),
    interrupted_namespace_warning: interruptedNamespaces(whole).length > 0,
    ...("group_nodes_by" in rest && {
      group_nodes_by: groupNodes(whole, rest.group_nodes_by === "namespace" ? "namespace" : "node")
        .map(({ kind, ...group }) => ({ ...group, type: kind === "node" ? "nodes" : kind })),
    }),
  };
}

function asWritten(binding: Binding): unknown {
  if (binding.kind === "none") return null;
  return binding.kind === "one" ? binding.name : binding.names;
}
