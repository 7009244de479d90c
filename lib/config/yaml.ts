import { parseEvents, YAMLException } from "../deps/js_yaml.ts";
import type { Issue } from "../core/issue.ts";
import type { ConfigNode } from "./config_node.ts";
import type { SourceText } from "./source_text.ts";
import { YamlBuilder } from "./_yaml_builder.ts";
import { explainSyntax } from "./_yaml_syntax.ts";

/** What a text held. */
export interface YamlDocument {
  /** The value; `undefined` when the text is empty or is not YAML. */
  readonly node: ConfigNode | undefined;
  /** Everything that is wrong with it. */
  readonly issues: readonly Issue[];
  /** Whether it has aliases: values that stand in several places. */
  readonly hasAliases: boolean;
}

const MAX_DEPTH = 100;

/** Read a YAML 1.1 (or JSON) text, keeping the place of every key and value. */
export function parseYaml(source: SourceText): YamlDocument {
  try {
    const builder = new YamlBuilder(source, parseEvents(source.text, { maxDepth: MAX_DEPTH }));
    const node = builder.readDocument();
    return { node, issues: builder.issues, hasAliases: builder.hasAliases };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { node: undefined, issues: [explainSyntax(error, source)], hasAliases: false };
  }
}
