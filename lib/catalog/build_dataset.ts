import { describeValue, midSentence, reasonOf } from "../core/describe_value.ts";
import { CatalogError } from "../core/errors.ts";
import { describeProblems, type Issue } from "../core/issue.ts";
import { placeIssue, type PlaceOf } from "../core/located.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { StoreKey } from "../stores/store.ts";
import { type EntryContext, inEntry, type ParsedEntry, parseEntry } from "./parse_entry.ts";

/** What datasets are built with. */
export interface BuildSettings {
  /** What entries may refer to. */
  readonly context: EntryContext;
  /** Where entries were written. */
  readonly placeOf: PlaceOf | undefined;
  /** Turns a `filepath` into a place in a store. */
  readonly resolve: (path: string) => StoreKey;
  /** Version given to versioned datasets. */
  readonly saveVersion: string;
  /** Versions to load instead of the newest, by name of the dataset. */
  readonly loadVersions: Readonly<Record<string, string>>;
}

/**
 * Build the dataset of a checked entry.
 *
 * @throws {CatalogError} When its type cannot.
 */
export function buildDataset(name: string, entry: ParsedEntry, settings: BuildSettings): Dataset {
  const { type, options, credentials } = entry;
  const { saveVersion, loadVersions } = settings;
  const loadVersion = Object.hasOwn(loadVersions, name) ? loadVersions[name] : undefined;
  const create = (inner: Readonly<Record<string, unknown>>): Dataset => buildInner(name, inner, settings);
  const resolve = (path: string): StoreKey => resolvePath(name, path, { options, settings });
  try {
    return type.create(options, { resolve, saveVersion, loadVersion, credentials, create });
  } catch (error) {
    if (error instanceof CatalogError) throw error;
    const issue: Issue = { code: "catalog.build", message: midSentence(reasonOf(error)), about: "key" };
    throw catalogError(name, [inEntry(name, issue)], { settings, cause: error });
  }
}

function resolvePath(
  name: string,
  path: string,
  { options, settings }: { readonly options: unknown; readonly settings: BuildSettings },
): StoreKey {
  try {
    return settings.resolve(path);
  } catch (error) {
    const key = keyOf(path, options);
    const message = `${key} is ${describeValue(path)}: ${midSentence(reasonOf(error))}`;
    const issue = { code: "catalog.path", message, path: [key] };
    throw catalogError(name, [inEntry(name, issue)], { settings, cause: error });
  }
}

// The option that holds a path: a type takes it from there.
function keyOf(path: string, options: unknown): string {
  const entries = typeof options === "object" && options !== null ? Object.entries(options) : [];
  return entries.find(([, value]) => value === path)?.[0] ?? "filepath";
}

function buildInner(
  name: string,
  inner: Readonly<Record<string, unknown>>,
  settings: BuildSettings,
): Dataset {
  const result = parseEntry(name, inner, settings.context);
  if ("value" in result) return buildDataset(name, result.value, settings);
  throw catalogError(name, result.issues, { settings });
}

function catalogError(
  name: string,
  issues: readonly Issue[],
  { settings, cause }: { readonly settings: BuildSettings; readonly cause?: unknown },
): CatalogError {
  const placed = issues.map((issue) => placeIssue(issue, settings.placeOf));
  return new CatalogError(describeProblems("catalog", placed), { entry: name, issues: placed }, { cause });
}
