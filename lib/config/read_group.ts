import { describeValue, reasonOf } from "../core/describe_value.ts";
import type { Issue } from "../core/issue.ts";
import { isSecretName } from "../core/redact.ts";
import { type MapNode, placeOf, toData } from "./config_node.ts";
import type { ConfigSource } from "./config_source.ts";
import { globToRegExp } from "./glob.ts";
import type { ConfigGroupRules } from "./groups.ts";
import { type Joined, joinFiles } from "./merge.ts";
import { sourceText } from "./source_text.ts";
import { parseYaml } from "./yaml.ts";

/** The files of one kind in one environment, read and put together. */
export interface GroupLayer {
  /** All entries; `undefined` when no file holds any. */
  readonly node: MapNode | undefined;
  /** Everything that is wrong with the files. */
  readonly issues: readonly Issue[];
  /** Paths of the files, in the order they were read. */
  readonly files: readonly string[];
  /** Whether one of them has aliases. */
  readonly hasAliases: boolean;
  /** Whether one of them may hold a secret. */
  readonly mayHoldSecrets: boolean;
}

/** Read those of `files` (the sorted paths of the environment `env`) that belong to a kind of configuration. */
export async function readGroup(
  source: ConfigSource,
  env: string,
  options: { readonly files: readonly string[]; readonly rules: ConfigGroupRules },
): Promise<GroupLayer> {
  const { rules } = options;
  const files = options.files.filter((file) => isOfGroup(file.slice(env.length + 1), rules));
  const issues: Issue[] = [];
  let node: MapNode | undefined;
  let hasAliases = false;
  let mayHoldSecrets = false;
  for (const file of files) {
    const document = await readFile(source, file, rules);
    issues.push(...document.issues);
    hasAliases ||= document.hasAliases;
    mayHoldSecrets ||= document.mayHoldSecrets;
    if (document.node === undefined) continue;
    const joined: Joined = node === undefined
      ? { node: document.node, issues: [] }
      : joinFiles(node, document.node, rules.unique);
    issues.push(...joined.issues);
    node = joined.node;
  }
  return { node, issues, files, hasAliases, mayHoldSecrets };
}

function isOfGroup(path: string, { patterns }: ConfigGroupRules): boolean {
  return /\.(?:ya?ml|json)$/.test(path) && patterns.some((pattern) => globToRegExp(pattern).test(path));
}

interface FileContent {
  readonly node: MapNode | undefined;
  readonly hasAliases: boolean;
  readonly mayHoldSecrets: boolean;
  readonly issues: readonly Issue[];
}

async function readFile(source: ConfigSource, path: string, rules: ConfigGroupRules): Promise<FileContent> {
  const file = `${source.name}/${path}`;
  const text = await readText(source, path);
  if (typeof text !== "string") {
    return {
      node: undefined,
      issues: [{ ...text, place: { file } }],
      hasAliases: false,
      mayHoldSecrets: false,
    };
  }
  const { node, issues, hasAliases } = parseYaml(sourceText(file, text, { isSecret: rules.isSecret }));
  const facts = { hasAliases, mayHoldSecrets: rules.isSecret || namesSecrets(text) };
  if (node === undefined || node.kind === "map") return { node, issues, ...facts };
  if (node.kind === "scalar" && node.value === null) return { node: undefined, issues, ...facts };
  const found = rules.isSecret ? "something else" : describeValue(toData(node));
  const message = `A configuration file must hold keys and values: this one holds ${found}`;
  return {
    node: undefined,
    ...facts,
    issues: [...issues, { code: "config.not_a_map", message, place: placeOf(node.mark) }],
  };
}

// Whether a text names a secret, or lists names of further ones; most do not.
function namesSecrets(text: string): boolean {
  return isSecretName(text) || text.includes("redact");
}

const MAX_BYTES = 16 * 1024 * 1024;

async function readText(source: ConfigSource, path: string): Promise<string | Issue> {
  let bytes: Uint8Array;
  try {
    bytes = await source.read(path);
  } catch (error) {
    return { code: "config.unreadable", message: `This file cannot be read: ${reasonOf(error)}` };
  }
  if (bytes.length > MAX_BYTES) {
    return { code: "config.too_large", message: "A configuration file must have at most 16 MiB" };
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { code: "config.not_utf8", message: "This file must be UTF-8 text" };
  }
}
