import type { Issue } from "../core/issue.ts";
import { baseName, isName, isParameterName, NAME_RULE } from "./names.ts";
import type { Node } from "./node.ts";

/** Everything wrong with one node. */
export function checkNode(node: Node): readonly Issue[] {
  const issues: Issue[] = [];
  const report = (code: string, message: string) => issues.push({ code: `node.${code}`, message });
  if (!isName(node.name)) report("name", `A name holds ${NAME_RULE}: found "${node.name}"`);
  for (const tag of node.tags) {
    if (!isName(tag)) report("tag", `A tag holds ${NAME_RULE}: found "${tag}"`);
  }
  if (node.inputs.length === 0 && node.outputs.length === 0) {
    report("no_datasets", "It needs inputs or outputs: found neither");
  }
  for (const name of node.inputs) checkDatasetName(name, report);
  for (const name of node.outputs) {
    checkDatasetName(name, report);
    if (isParameterName(name)) report("parameter_output", `Parameters cannot be outputs: found "${name}"`);
  }
  checkOutputs(node, report);
  checkParameters(node, report);
  return issues;
}

function checkDatasetName(name: string, report: (code: string, message: string) => void): void {
  const at = name.indexOf("@");
  const isWhole = name !== "" && at !== 0 &&
    (at === -1 || (at < name.length - 1 && !name.includes("@", at + 1)));
  if (!isWhole) {
    report(
      "dataset_name",
      `A dataset is named "name" or, for one of its formats, "name@format": found "${name}"`,
    );
  }
}

function checkOutputs(node: Node, report: (code: string, message: string) => void): void {
  if (node.outputs.length === 0) return;
  // Large pipelines consist of small nodes: no set is made for one output.
  if (node.outputs.length === 1) {
    const made = baseName(node.outputs[0]!);
    if (!node.inputs.some((name) => baseName(name) === made)) return;
  }
  const outputs = new Set<string>();
  for (const name of node.outputs) {
    const base = baseName(name);
    if (outputs.has(base)) report("duplicate_output", `An output stands once: found "${base}" twice`);
    outputs.add(base);
  }
  for (const base of new Set(node.inputs.map(baseName))) {
    if (outputs.has(base)) {
      report("output_is_input", `A dataset cannot be input and output of one node: found "${base}"`);
    }
  }
}

// Parameters with a default and rest parameters do not count in `length`.
function checkParameters(node: Node, report: (code: string, message: string) => void): void {
  const given = node.inputBinding.kind === "map" ? 1 : node.inputs.length;
  if (node.run.length > given) {
    const what = node.inputBinding.kind === "map" ? "one object of inputs" : `${given} of inputs`;
    report("parameters", `The function needs ${node.run.length} arguments: found ${what}`);
  }
}
