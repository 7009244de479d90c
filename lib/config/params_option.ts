import type { ConfigObject } from "../core/config_value.ts";
import { midSentence } from "../core/describe_value.ts";
import { ConfigError } from "../core/errors.ts";
import { describeIssues, type Issue } from "../core/issue.ts";
import { redact } from "../core/redact.ts";
import { type ConfigNode, type MapNode, toData, toNode } from "./config_node.ts";
import { mergeDeep } from "./merge.ts";
import { splitParams } from "./_split_params.ts";
import { namedSource, sourceText } from "./source_text.ts";
import { parseYaml } from "./yaml.ts";

const MARK = { source: namedSource("--params"), start: 0, end: 0 };

/**
 * Read parameters as the command line takes them: `key=value` separated by commas, dots in keys for nested parameters,
 * values as in YAML. Lists and maps in brackets and quoted text may hold commas.
 *
 * @throws {ConfigError} When items cannot be read, with every problem.
 *
 * @example Values as in `--params`
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseParams } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * assert.deepEqual(parseParams("model.trees=200, model.seed=7, columns=[mass, wing]"), {
 *   model: { trees: 200, seed: 7 },
 *   columns: ["mass", "wing"],
 * });
 * ```
 */
export function parseParams(text: string): ConfigObject {
  const issues: Issue[] = [];
  let params = toNode({}, MARK);
  for (const item of splitParams(text)) {
    const parsed = parseItem(item);
    const merged = "node" in parsed
      ? mergeDeep(params, parsed.node)
      : { node: params, issues: [parsed.issue] };
    params = merged.node;
    issues.push(...merged.issues);
  }
  if (issues.length > 0) throw new ConfigError(describeIssues("Cannot read --params", issues), { issues });
  return toData(params);
}

function parseItem(item: string): { readonly node: MapNode } | { readonly issue: Issue } {
  const equals = item.indexOf("=");
  if (equals < 0) return problem(`"${redact(item)}" must be written as key=value`);
  const keys = splitKey(item.slice(0, equals).trim());
  if (keys.includes("")) return problem(`"${redact(item)}" has an empty key`);
  const { node, issues } = parseYaml(sourceText("--params", item.slice(equals + 1).trim()));
  const [issue] = issues;
  if (issue !== undefined) return problem(`"${redact(item)}": ${midSentence(issue.message)}`);
  return { node: nest(keys, node ?? toNode(null, MARK)) };
}

function problem(message: string): { readonly issue: Issue } {
  return { issue: { code: "params.syntax", message, place: { file: MARK.source.file } } };
}

// `a.b` and `a[b]` are the same path.
function splitKey(key: string): string[] {
  return key.replaceAll(/\[([^\]]*)\]/g, (_brackets, inner: string) => `.${inner}`).replace(/^\./, "").split(
    ".",
  );
}

function nest([key = "", ...rest]: readonly string[], value: ConfigNode): MapNode {
  const inner = rest.length === 0 ? value : nest(rest, value);
  return { kind: "map", entries: new Map([[key, { key: MARK, value: inner }]]), mark: MARK };
}
