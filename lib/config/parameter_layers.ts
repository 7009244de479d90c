import { type ConfigObject, parseConfigObject } from "../core/config_value.ts";
import { type Mark, toNode } from "./config_node.ts";
import { type LoadedGroup, newIssues } from "./load_group.ts";
import { mergeDeep, overlay } from "./merge.ts";
import type { ResolvedLayer, ResolveLayer } from "./resolve_layer.ts";
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

/** The layers that are no files, and how interpolations are worked out. */
export interface OtherLayers {
  /** Parameters of the code. */
  readonly inCode: ResolvedLayer;
  /** Parameters of this run. */
  readonly forRun: ResolvedLayer;
  /** Works out interpolations; parameters of this run come first. */
  readonly resolve: ResolveLayer;
}

/** The parameters of the files with those of the code under them and those of the run over them. */
export async function layerParameters(inFiles: LoadedGroup, others: OtherLayers): Promise<LayeredParameters> {
  const { inCode, forRun, resolve } = others;
  const code = await resolve(inCode.node);
  const merged = mergeDeep(overlay(code.node, inFiles.node), forRun.node);
  // Only parameters of the run are left to work out. They may refer to all others.
  const { node, issues } = await resolve(merged.node);
  const found = [inFiles, inCode, code, forRun, merged].flatMap((layer) => layer.issues);
  return { ...inFiles, node, added: merged.added, issues: [...found, ...newIssues(issues, inFiles.issues)] };
}

/** Plain data that comes from no file as a layer of configuration. */
export function layerOf(
  data: Readonly<Record<string, unknown>> = {},
  where: string,
  source: string,
): ResolvedLayer {
  const mark: Mark = { source: namedSource(source), start: 0, end: 0 };
  const parsed = parseConfigObject(data, where);
  return "value" in parsed
    ? { node: toNode(parsed.value, mark), issues: [] }
    : { node: toNode({}, mark), issues: parsed.issues };
}
