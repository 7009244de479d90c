import { describeValue, midSentence, reasonOf } from "../core/describe_value.ts";
import { CatalogError } from "../core/errors.ts";
import { describeProblems, type Issue } from "../core/issue.ts";
import { placeIssue, type PlaceOf } from "../core/located.ts";
import { type Mask, maskError } from "../core/mask.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { InnerOptions } from "../datasets/dataset_type.ts";
import type { PathResolver } from "../stores/path_resolver.ts";
import type { StoreKey } from "../stores/store.ts";
import type { CatalogSecrets } from "./catalog_options.ts";
import { type EntryContext, inEntry, type ParsedEntry, parseEntry } from "./parse_entry.ts";
import { maskedDataset } from "./masked_dataset.ts";
import { validatedDataset } from "./validated_dataset.ts";

/** What datasets are built with. */
export interface BuildSettings {
  /** What entries may refer to. */
  readonly context: EntryContext;
  /** Where entries were written. */
  readonly placeOf: PlaceOf | undefined;
  /** Turns a `filepath` into a place in a store. */
  readonly resolve: PathResolver;
  /** Version given to versioned datasets. */
  readonly saveVersion: string;
  /** Versions to load instead of the newest, by name of the dataset. */
  readonly loadVersions: Readonly<Record<string, string>>;
  /** Whether validators of entries are asked. */
  readonly validation: boolean;
  /** What is not shown. */
  readonly secrets: CatalogSecrets;
}

/** What a dataset is made of. */
export interface BuildParts {
  /** The checked entry. */
  readonly entry: ParsedEntry;
  /** The pattern that the entry comes from, if it does. */
  readonly pattern: string | undefined;
}

/**
 * Build the dataset of a checked entry.
 *
 * @throws {CatalogError} When its type cannot.
 */
export function buildDataset(name: string, parts: BuildParts, settings: BuildSettings): Dataset {
  const { type, options, credentials, validator } = parts.entry;
  const { saveVersion, loadVersions } = settings;
  const loadVersion = Object.hasOwn(loadVersions, name) ? loadVersions[name] : undefined;
  const { pattern } = parts;
  const { placeOf, secrets } = settings;
  const mask = maskOf(secrets, pattern ?? name);
  const fail = (issues: readonly Issue[], cause?: unknown) =>
    entryError(name, issues, { pattern, placeOf, secrets, cause });
  const resolve = (path: string): StoreKey => {
    try {
      return settings.resolve(path, { credentials });
    } catch (error) {
      const key = keyOf(path, options);
      const message = `${key} is ${describeValue(path)}: ${midSentence(reasonOf(error))}`;
      throw fail([inEntry([name], { code: "catalog.path", message, path: [key] })], error);
    }
  };
  const create = (inner: Readonly<Record<string, unknown>>, { resolve }: InnerOptions = {}): Dataset => {
    const result = parseEntry([name], inner, settings.context);
    if ("issues" in result) throw fail(result.issues);
    return buildDataset(name, { ...parts, entry: result.value }, {
      ...settings,
      resolve: resolve ?? settings.resolve,
    });
  };
  try {
    const dataset = type.create(options, { name, resolve, saveVersion, loadVersion, credentials, create });
    const checked = validator === undefined || !settings.validation
      ? dataset
      : validatedDataset(dataset, validator);
    return mask === undefined ? checked : maskedDataset(checked, mask);
  } catch (error) {
    if (error instanceof CatalogError) throw error;
    const issue: Issue = { code: "catalog.build", message: midSentence(reasonOf(error)), about: "key" };
    throw fail([inEntry([name], issue)], error);
  }
}

/** The error of one entry; its issues point to where they were written, in the pattern if it comes from one. */
export function entryError(
  name: string,
  issues: readonly Issue[],
  { pattern, placeOf, secrets, cause }: {
    readonly pattern: string | undefined;
    readonly placeOf: PlaceOf | undefined;
    readonly secrets: CatalogSecrets;
    readonly cause?: unknown;
  },
): CatalogError {
  const mask: Mask = maskOf(secrets, pattern ?? name) ?? ((text) => text);
  const placed = issues
    .map((issue) => placeInPattern({ ...issue, message: mask(issue.message) }, pattern, placeOf));
  const facts = { entry: name, issues: placed };
  return new CatalogError(describeProblems("catalog", placed), facts, { cause: maskError(cause, mask) });
}

function maskOf({ mask }: CatalogSecrets, key: string): Mask | undefined {
  return mask && ((text) => mask(key, text));
}

// The option that holds a path: a type takes it from there.
function keyOf(path: string, options: unknown): string {
  const entries = typeof options === "object" && options !== null ? Object.entries(options) : [];
  return entries.find(([, value]) => value === path)?.[0] ?? "filepath";
}

// An issue of an entry that a pattern made stands in the pattern, which it names.
function placeInPattern(issue: Issue, pattern: string | undefined, placeOf: PlaceOf | undefined): Issue {
  if (pattern === undefined) return placeIssue(issue, placeOf);
  const written = { ...issue, path: [pattern, ...issue.path?.slice(1) ?? []] };
  return { ...placeIssue(written, placeOf), message: `${issue.message} (made by "${pattern}")` };
}
