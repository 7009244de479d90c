import type { Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";
import { checkNode } from "./_check_node.ts";
import { bindingNames, renameBinding } from "./binding.ts";
import { datasetNames, freeInputs } from "./datasets.ts";
import { baseName, isName, isParameterName, NAME_RULE } from "./names.ts";
import type { Node } from "./node.ts";
import type { NameMapping, Pipeline, PipelineOptions } from "./pipeline.ts";

/** The nodes of a pipeline under other names, and what was wrong with the names given. */
export function renameNodes(
  pipeline: Pipeline,
  options: PipelineOptions,
): { readonly nodes: readonly Node[]; readonly issues: readonly Issue[] } {
  const inputs = mappingOf(options.inputs);
  const outputs = mappingOf(options.outputs);
  const parameters = new Map(
    Array.from(mappingOf(options.parameters), (pair) => pair.map(parameterName) as Pair),
  );
  const rename = renamer(new Map([...inputs, ...outputs, ...parameters]), options);
  const nodes = pipeline.nodes.map((node) => renameNode(node, rename, options.namespace));
  const issues = [
    ...checkNamespace(options.namespace),
    ...checkMappings(pipeline, { inputs, outputs, parameters }),
  ];
  return { nodes, issues: issues.length > 0 ? issues : nodes.flatMap(checkRenamed) };
}

type Pair = [from: string, to: string];
type Mapping = ReadonlyMap<string, string>;

function mappingOf(names: NameMapping | undefined): Mapping {
  if (names === undefined) return new Map();
  if (typeof names === "string") return new Map([[names, names]]);
  return new Map(isList(names) ? names.map((name): Pair => [name, name]) : Object.entries(names));
}

function isList(names: readonly string[] | Readonly<Record<string, string>>): names is readonly string[] {
  return Array.isArray(names);
}

function parameterName(name: string): string {
  return isParameterName(name) ? name : `params:${name}`;
}

function renamer(mapping: Mapping, options: PipelineOptions): (name: string) => string {
  const { namespace, prefixDatasetsWithNamespace = true } = options;
  return (name) => {
    const exact = mapping.get(name);
    if (exact !== undefined) return exact;
    if (name === "parameters") return name;
    const base = baseName(name);
    const mapped = mapping.get(base);
    if (mapped !== undefined) return `${mapped}${name.slice(base.length)}`;
    if (!namespace || !prefixDatasetsWithNamespace) return name;
    return isParameterName(name)
      ? `params:${namespace}.${name.slice("params:".length)}`
      : `${namespace}.${name}`;
  };
}

function renameNode(node: Node, rename: (name: string) => string, namespace: string | undefined): Node {
  const inputBinding = renameBinding(node.inputBinding, rename);
  const outputBinding = renameBinding(node.outputBinding, rename);
  const inner = node.namespace === undefined ? "" : `.${node.namespace}`;
  return {
    ...node,
    name: namespace ? `${namespace}.${node.name}` : node.name,
    namespace: namespace ? `${namespace}${inner}` : node.namespace,
    inputs: bindingNames(inputBinding),
    outputs: bindingNames(outputBinding),
    inputBinding,
    outputBinding,
    confirms: node.confirms.map(rename),
  };
}

function checkRenamed(node: Node): readonly Issue[] {
  return checkNode(node).map((issue) => ({ ...issue, message: `Node "${node.name}": ${issue.message}` }));
}

function checkNamespace(namespace: string | undefined): readonly Issue[] {
  if (!namespace || isName(namespace)) return [];
  return [{ code: "pipeline.namespace", message: `A namespace holds ${NAME_RULE}: found "${namespace}"` }];
}

function checkMappings(
  pipeline: Pipeline,
  { inputs, outputs, parameters }: Readonly<Record<"inputs" | "outputs" | "parameters", Mapping>>,
): readonly Issue[] {
  const known = new Set(datasetNames(pipeline).map(baseName));
  const free = new Set(freeInputs(pipeline).map(baseName));
  const issues: Issue[] = [];
  const report = (code: string, message: string, suggestion?: string) =>
    issues.push({ code: `pipeline.${code}`, message, suggestion });
  const check = (field: "inputs" | "outputs", name: string) => {
    const base = baseName(name);
    if (isParameterName(name)) {
      report("misplaced_parameter", `Parameters are renamed by "parameters": found "${name}" in "${field}"`);
    } else if (!known.has(base)) {
      report("unknown_dataset", `No node reads or makes "${name}" of "${field}"`, suggest(base, known));
    } else if (field === "inputs" && !free.has(base)) {
      report("not_an_input", `Names in "inputs" are not made by a node: found "${name}"`);
    } else if (field === "outputs" && free.has(base)) {
      report("not_an_output", `Names in "outputs" are made by a node: found "${name}"`);
    }
  };
  for (const name of inputs.keys()) check("inputs", name);
  for (const name of outputs.keys()) check("outputs", name);
  for (const name of parameters.keys()) {
    if (known.has(name)) continue;
    const guess = suggest(name, [...known].filter(isParameterName));
    report("unknown_parameter", `No node reads "${name}" of "parameters"`, guess);
  }
  return issues;
}
