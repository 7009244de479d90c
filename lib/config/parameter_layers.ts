import { type ConfigObject, parseConfigObject } from "../core/config_value.ts";
import { type Mark, toNode } from "./config_node.ts";
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
  const { codeParameters = {}, runtimeParams = {} } = given;
  const inCode = parseConfigObject(codeParameters, "parameters");
  const under = toNode("value" in inCode ? inCode.value : {}, markOf("kedge.ts"));
  const over = toNode(runtimeParams, markOf("--params"));
  const { node, issues, added } = mergeDeep(overlay(under, inFiles.node), over);
  const codeIssues = "issues" in inCode ? inCode.issues : [];
  return {
    ...inFiles,
    node,
    added,
    issues: [...inFiles.issues, ...codeIssues, ...issues, ...interpolations(over)],
  };
}

function markOf(name: string): Mark {
  return { source: namedSource(name), start: 0, end: 0 };
}
