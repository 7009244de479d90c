import { describePath, describeValue, midSentence, reasonOf } from "../core/describe_value.ts";
import type { Issue } from "../core/issue.ts";
import { isPlainObject } from "../core/json.ts";
import type { SecretTree } from "../core/secret_tree.ts";
import type { DatasetType, InnerEntry, Parsed } from "../datasets/dataset_type.ts";
import { type Credentials, findCredentials } from "./find_credentials.ts";
import { findType } from "./find_type.ts";
import { findValidator, type ValidatorSettings } from "./find_validator.ts";

/** An entry that has been checked: all that is needed to build its dataset. */
export interface ParsedEntry {
  /** Its type. */
  readonly type: DatasetType;
  /** The checked options. */
  readonly options: unknown;
  /** What `credentials` meant. */
  readonly credentials: Credentials | undefined;
  /** What `validator` meant. */
  readonly validator: ValidatorSettings | undefined;
}

/** What entries may refer to. */
export interface EntryContext {
  /** Types by name and alias. */
  readonly types: ReadonlyMap<string, DatasetType>;
  /** Credentials by name. */
  readonly credentials: SecretTree;
  /** Validators by name. */
  readonly validators: Readonly<Record<string, unknown>>;
}

/** Keys down to an entry: its name, and further ones for an entry inside of another. */
export type EntryPath = readonly (string | number)[];

/** Check an entry, and those inside of it. */
export function parseEntry(at: EntryPath, entry: unknown, context: EntryContext): Parsed<ParsedEntry> {
  if (!isPlainObject(entry)) {
    const message = `${describePath(at)} must be a map with a type: it is ${describeValue(entry)}`;
    return { issues: [{ code: "catalog.not_a_map", message, path: at }] };
  }
  // `metadata` and `layer` are for people and other tools; nothing here looks at them.
  const {
    type: typeName,
    credentials: named,
    validator: given,
    metadata: _metadata,
    layer: _layer,
    ...fields
  } = entry;
  const type = findType(at, typeName, context.types);
  const credentials = findCredentials(at, named, context.credentials);
  const validator = findValidator(at, given, context.validators);
  const options = "value" in type ? parseOptions(at, type.value, fields) : type;
  const inner = "value" in type ? checkInner(at, innerEntries(type.value, options), context) : [];
  const isSound = "value" in options && "value" in credentials && "value" in validator && inner.length === 0;
  if ("value" in type && isSound) {
    const parts = { options: options.value, credentials: credentials.value, validator: validator.value };
    return { value: { type: type.value, ...parts } };
  }
  const own = [options, credentials, validator].flatMap((part) => "issues" in part ? part.issues : []);
  return { issues: [...own, ...inner] };
}

/** An issue that counts from an entry, as one that counts from the catalog. */
export function inEntry(at: EntryPath, issue: Issue): Issue {
  const path = issue.path ?? [];
  const subject = describePath(path);
  const isNamed = subject !== "" && issue.message.startsWith(subject);
  return {
    ...issue,
    message: `${describePath(at)}${isNamed ? "." : ": "}${issue.message}`,
    path: [...at, ...path],
  };
}

function parseOptions(
  at: EntryPath,
  type: DatasetType,
  fields: Readonly<Record<string, unknown>>,
): Parsed<unknown> {
  try {
    const options = type.parseOptions(fields);
    return "value" in options
      ? options
      : { ...options, issues: options.issues.map((issue) => inEntry(at, issue)) };
  } catch (error) {
    // A type that a user wrote may throw instead of giving issues.
    return { issues: [inEntry(at, { code: "catalog.options", message: midSentence(reasonOf(error)) })] };
  }
}

function innerEntries(type: DatasetType, options: Parsed<unknown>): readonly InnerEntry[] {
  return ("value" in options ? type.innerEntries?.(options.value) : options.inner) ?? [];
}

function checkInner(
  at: EntryPath,
  entries: readonly InnerEntry[],
  context: EntryContext,
): readonly Issue[] {
  return entries.flatMap(({ path, entry }) => {
    const result = parseEntry([...at, ...path], entry, context);
    return "issues" in result ? result.issues : [];
  });
}
