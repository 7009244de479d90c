import { type ConfigObject, parseConfigObject } from "../core/config_value.ts";
import type { Issue } from "../core/issue.ts";
import { type MapNode, type Mark, toNode } from "./config_node.ts";
import { interpolations, type LoadedGroup } from "./load_group.ts";
import { mergeDeep, overlay } from "./merge.ts";
import { namedSource } from "./source_text.ts";

/** Parameters that come from no file. */
export interface GivenParameters {
  /** Written in code; those of the files replace them, key by key at the top. */
  readonly codeParameters?: Readonly<Record<string, unknown>> | undefined;
  /** For this run only; merged into the others at every depth. */
  readonly runtimeParams?: ConfigObject | undefined;
}

/** Parameters of all layers. */
export interface LayeredParameters extends LoadedGroup {
  /** Keys down to every parameter of this run that neither files nor code have. */
  readonly added: readonly (readonly string[])[];
}

/** The parameters of the files with those of the code under them and those of the run over them. */
export function layerParameters(inFiles: LoadedGroup, given: GivenParameters): LayeredParameters {
  const inCode = fromCode(given.codeParameters, "parameters", "kedge.ts");
  const forRun = fromCode(given.runtimeParams, "params", "--params");
  const { node, issues, added } = mergeDeep(overlay(inCode.node, inFiles.node), forRun.node);
  const found = [inFiles, inCode, forRun].flatMap((layer) => layer.issues);
  return { ...inFiles, node, added, issues: [...found, ...issues, ...interpolations(forRun.node)] };
}

function fromCode(
  data: Readonly<Record<string, unknown>> = {},
  where: string,
  source: string,
): { readonly node: MapNode; readonly issues: readonly Issue[] } {
  const mark: Mark = { source: namedSource(source), start: 0, end: 0 };
  const parsed = parseConfigObject(data, where);
  return "value" in parsed
    ? { node: toNode(parsed.value, mark), issues: [] }
    : { node: toNode({}, mark), issues: parsed.issues };
}
