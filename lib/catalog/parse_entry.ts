import { describePath, describeValue, listWords } from "../core/describe_value.ts";
import type { Issue } from "../core/issue.ts";
import { isPlainObject } from "../core/json.ts";
import { isSecret, type Secret, secret } from "../core/secret.ts";
import { hideLeaves, revealLeaves, type SecretTree } from "../core/secret_tree.ts";
import { suggest } from "../core/suggest.ts";
import type { DatasetType, Parsed } from "../datasets/dataset_type.ts";

/** An entry that has been checked: all that is needed to build its dataset. */
export interface ParsedEntry {
  /** Its type. */
  readonly type: DatasetType;
  /** The checked options. */
  readonly options: unknown;
  /** What `credentials` named. */
  readonly credentials: Readonly<Record<string, Secret>> | undefined;
}

/** What entries may refer to. */
export interface EntryContext {
  /** Types by name and alias. */
  readonly types: ReadonlyMap<string, DatasetType>;
  /** Credentials by name. */
  readonly credentials: SecretTree;
}

/** Check the entry of a name. */
export function parseEntry(name: string, entry: unknown, context: EntryContext): Parsed<ParsedEntry> {
  if (!isPlainObject(entry)) {
    const message = `${name} must be a map with a type: it is ${describeValue(entry)}`;
    return { issues: [{ code: "catalog.not_a_map", message, path: [name] }] };
  }
  // `metadata` and `layer` are for people and other tools; nothing here looks at them.
  const { type: typeName, credentials: named, metadata: _metadata, layer: _layer, ...fields } = entry;
  const issues: Issue[] = [];
  const type = findType(name, typeName, { types: context.types, issues });
  const credentials = findCredentials(name, named, { known: context.credentials, issues });
  const options = type?.parseOptions(fields);
  if (options !== undefined && "issues" in options) {
    issues.push(...options.issues.map((issue) => inEntry(name, issue)));
  }
  if (issues.length > 0 || type === undefined || options === undefined || "issues" in options) {
    return { issues };
  }
  return { value: { type, options: options.value, credentials } };
}

/** An issue that counts from an entry, as one that counts from the catalog. */
export function inEntry(name: string, issue: Issue): Issue {
  const path = issue.path ?? [];
  const subject = describePath(path);
  const isNamed = subject !== "" && issue.message.startsWith(subject);
  return { ...issue, message: `${name}${isNamed ? "." : ": "}${issue.message}`, path: [name, ...path] };
}

function findType(
  name: string,
  type: unknown,
  { types, issues }: { readonly types: ReadonlyMap<string, DatasetType>; readonly issues: Issue[] },
): DatasetType | undefined {
  const path = [name, "type"];
  const words = [...new Set([...types.values()].map((known) => known.type))];
  const known = `known are ${listWords(words, "and")}`;
  const found = typeof type === "string" ? types.get(type) : undefined;
  if (found !== undefined) return found;
  if (type === undefined) {
    issues.push({ code: "catalog.missing_type", message: `${name}.type is missing: ${known}`, path });
  } else if (typeof type !== "string") {
    const message = `${name}.type must be the name of a dataset type: it is ${describeValue(type)}`;
    issues.push({ code: "catalog.wrong_type", message, path });
  } else if (isModulePath(type)) {
    const hint = "list the dataset type in defineProject({ datasets }) and name it here";
    const message = `${name}.type is "${type}": modules are not supported here yet; ${hint}`;
    issues.push({ code: "catalog.module_type", message, path });
  } else {
    const suggestion = suggest(type, types.keys());
    const hint = suggestion === undefined ? `; ${known}` : "";
    const message = `${name}.type is ${describeValue(type)}: no such dataset type${hint}`;
    issues.push({ code: "catalog.unknown_type", message, path, suggestion });
  }
  return undefined;
}

function isModulePath(type: string): boolean {
  return /^\.{0,2}[/\\]/.test(type) || /\.[mc]?[jt]s$/.test(type);
}

function findCredentials(
  name: string,
  given: unknown,
  { known, issues }: { readonly known: SecretTree; readonly issues: Issue[] },
): Readonly<Record<string, Secret>> | undefined {
  if (given === undefined || given === null) return undefined;
  if (isPlainObject(given) && !isSecret(given)) return flatten(hideLeaves(given));
  const path = [name, "credentials"];
  if (typeof given !== "string") {
    const message = `${name}.credentials must be the name of credentials: it is ${describeValue(given)}`;
    issues.push({ code: "catalog.wrong_credentials", message, path });
    return undefined;
  }
  const found = Object.hasOwn(known, given) ? known[given] : undefined;
  if (found !== undefined && !isSecret(found)) return flatten(found);
  const problem = found === undefined ? "no such credentials" : "these credentials are one value, not a map";
  const suggestion = found === undefined ? suggest(given, Object.keys(known)) : undefined;
  const message = `${name}.credentials is ${describeValue(given)}: ${problem}`;
  issues.push({ code: "catalog.unknown_credentials", message, path, suggestion });
  return undefined;
}

// Blocks inside of credentials become one secret each.
function flatten(tree: SecretTree): Readonly<Record<string, Secret>> {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, isSecret(value) ? value : secret(revealLeaves(value))]),
  );
}
