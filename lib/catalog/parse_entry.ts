import { describePath, describeValue, midSentence, reasonOf } from "../core/describe_value.ts";
import type { Issue } from "../core/issue.ts";
import { isPlainObject } from "../core/json.ts";
import type { SecretTree } from "../core/secret_tree.ts";
import type { DatasetType, Parsed } from "../datasets/dataset_type.ts";
import { type Credentials, findCredentials } from "./find_credentials.ts";
import { findType } from "./find_type.ts";

/** An entry that has been checked: all that is needed to build its dataset. */
export interface ParsedEntry {
  /** Its type. */
  readonly type: DatasetType;
  /** The checked options. */
  readonly options: unknown;
  /** What `credentials` meant. */
  readonly credentials: Credentials | undefined;
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
  const type = findType(name, typeName, context.types);
  const credentials = findCredentials(name, named, context.credentials);
  const options = "value" in type ? parseOptions(name, type.value, fields) : type;
  if ("value" in type && "value" in credentials && "value" in options) {
    return { value: { type: type.value, options: options.value, credentials: credentials.value } };
  }
  return { issues: [options, credentials].flatMap((part) => "issues" in part ? part.issues : []) };
}

/** An issue that counts from an entry, as one that counts from the catalog. */
export function inEntry(name: string, issue: Issue): Issue {
  const path = issue.path ?? [];
  const subject = describePath(path);
  const isNamed = subject !== "" && issue.message.startsWith(subject);
  return { ...issue, message: `${name}${isNamed ? "." : ": "}${issue.message}`, path: [name, ...path] };
}

function parseOptions(
  name: string,
  type: DatasetType,
  fields: Readonly<Record<string, unknown>>,
): Parsed<unknown> {
  try {
    const options = type.parseOptions(fields);
    return "value" in options ? options : { issues: options.issues.map((issue) => inEntry(name, issue)) };
  } catch (error) {
    // A type that a user wrote may throw instead of giving issues.
    return { issues: [inEntry(name, { code: "catalog.options", message: midSentence(reasonOf(error)) })] };
  }
}
