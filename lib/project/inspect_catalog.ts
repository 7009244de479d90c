import type { ResolvedEntry } from "../catalog/catalog.ts";
import type { Issue, SourcePlace } from "../core/issue.ts";
import type { JsonObject } from "../core/json.ts";
import type { Preview, PreviewOptions } from "../datasets/preview.ts";
import type { Project } from "./project.ts";

/** Which part of a project to look at. */
export interface InspectOptions {
  /** Pipelines that count. @default {all of them} */
  readonly pipelines?: readonly string[] | undefined;
  /** Versions of versioned datasets to load instead of the newest, by name. @default {none} */
  readonly loadVersions?: Readonly<Record<string, string>> | undefined;
  /** Where they were asked for, for messages. */
  readonly loadVersionsAt?: SourcePlace | undefined;
}

/** A dataset of a project, and who uses it. */
export interface DatasetFacts {
  /** Its name. */
  readonly name: string;
  /** Its type: `csv`. */
  readonly type: string;
  /** Where it comes from: an entry of its own, a pattern, the parameters, or nowhere, so that it lives in the memory of a run. */
  readonly from: "entry" | "pattern" | "parameters" | "memory";
  /** The pattern that makes it. */
  readonly pattern?: string | undefined;
  /** Its layer, as Kedro-Viz draws it. */
  readonly layer?: string | undefined;
  /** Where it was written, if in a file: `conf/base/catalog.yml:12`. */
  readonly writtenAt?: string | undefined;
  /** The nodes that make it. */
  readonly madeBy: readonly string[];
  /** The nodes that read it. */
  readonly readBy: readonly string[];
  /** The pipelines that use it. */
  readonly pipelines: readonly string[];
}

/** A pattern of a catalog. */
export interface PatternFacts {
  /** As written: `{table}_raw`. */
  readonly pattern: string;
  /** The type of the datasets that it makes; it may hold placeholders. */
  readonly type: string;
  /** Where it was written, if in a file. */
  readonly writtenAt?: string | undefined;
  /** Names in the pipelines that it makes the datasets of. */
  readonly makes: readonly string[];
}

/** The datasets of a project. */
export interface CatalogListing {
  /** Those with an entry, in the order written, and then all others that pipelines use, by name. */
  readonly datasets: readonly DatasetFacts[];
  /** Patterns, the most specific first. */
  readonly patterns: readonly PatternFacts[];
}

/** All that is known of a dataset without loading it. */
export interface DatasetDetails extends DatasetFacts {
  /** The fields of its entry, with placeholders filled in; secrets are `***`. */
  readonly entry?: JsonObject | undefined;
  /** Whether there is something to load; absent when that cannot be told. */
  readonly exists?: boolean | undefined;
  /** Its versions, the newest first. */
  readonly versions?: readonly string[] | undefined;
  /** Whether a schema says what it holds. */
  readonly hasSchema: boolean;
  /** What is wrong with it. */
  readonly problems: readonly Issue[];
}

/** How a dataset stands in {@linkcode checkCatalog}. */
export interface DatasetVerdict {
  /** Its name. */
  readonly name: string;
  /** Its type. */
  readonly type: string;
  /** `ok`: it can be used; `broken`: a run that uses it fails; `missing`: so does one that reads it; `unused`: no pipeline has it. */
  readonly status: "ok" | "broken" | "missing" | "unused";
}

/** What {@linkcode checkCatalog} found. */
export interface CatalogReport {
  /** Every entry, and every other dataset that pipelines read or make. */
  readonly datasets: readonly DatasetVerdict[];
  /** What keeps pipelines from running. */
  readonly problems: readonly Issue[];
  /** What may be on purpose: unused entries, free inputs without a schema, unknown credentials of unused patterns. */
  readonly notes: readonly Issue[];
}

// Not literal import()s: runs look into no catalog.
const LIST: string = "./_list_datasets.ts";
const DESCRIBE: string = "./_describe_dataset.ts";
const CHECK: string = "./_check_catalog.ts";

/**
 * The datasets of a project: what its catalog says, and who uses them.
 *
 * @throws {PipelineError} When a pipeline is unknown.
 *
 * @example What a pipeline reads and makes
 * ```ts
 * import assert from "node:assert/strict";
 * import { defineProject, listDatasets, node, openProject, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const count = node({ name: "count", inputs: "cars_raw", outputs: "n", run: (rows: unknown[]) => rows.length });
 * const definition = defineProject({
 *   pipelines: { __default__: pipeline([count]) },
 *   catalog: { "{table}_raw": { type: "csv", filepath: "data/{table}.csv" } },
 * });
 * await using project = await openProject(definition, { root: await Deno.makeTempDir() });
 *
 * const { datasets } = await listDatasets(project);
 *
 * assert.deepEqual(datasets.map(({ name, type, from }) => [name, type, from]), [
 *   ["cars_raw", "csv", "pattern"],
 *   ["n", "memory", "memory"],
 * ]);
 * ```
 */
export async function listDatasets(project: Project, options: InspectOptions = {}): Promise<CatalogListing> {
  const { listDatasets }: typeof import("./_list_datasets.ts") = await import(LIST);
  return listDatasets(project, options);
}

/**
 * All that is known of a dataset without loading it: its entry, who uses it, whether it exists, its versions.
 *
 * @throws {CatalogError} When neither the catalog nor a pipeline knows the name.
 */
export async function describeDataset(
  project: Project,
  name: string,
  options: InspectOptions = {},
): Promise<DatasetDetails> {
  const { describeDataset }: typeof import("./_describe_dataset.ts") = await import(DESCRIBE);
  return await describeDataset(project, name, options);
}

/**
 * The entry of a name: its own, or what a pattern makes of it. Nobody needs to use the name yet.
 *
 * @throws {CatalogError} When the catalog has none.
 */
export async function resolveDataset(project: Project, name: string): Promise<ResolvedEntry> {
  const { resolveDataset }: typeof import("./_describe_dataset.ts") = await import(DESCRIBE);
  return resolveDataset(project, name);
}

/**
 * The beginning of a dataset or parameter.
 *
 * @throws {CatalogError} When the catalog has no such name.
 * @throws {DatasetError} When it cannot be loaded.
 */
export async function previewDataset(
  project: Project,
  name: string,
  options: PreviewOptions & Pick<InspectOptions, "loadVersions" | "loadVersionsAt"> = {},
): Promise<Preview> {
  const { previewDataset }: typeof import("./_describe_dataset.ts") = await import(DESCRIBE);
  return await previewDataset(project, name, options);
}

/**
 * Check the catalog of a project without running anything: files and credentials that are missing, types without an
 * equivalent, inputs that nothing provides; and, as notes, entries that nobody uses and inputs without a schema.
 *
 * @throws {PipelineError} When a pipeline is unknown.
 *
 * @example A file that is not there
 * ```ts
 * import assert from "node:assert/strict";
 * import { checkCatalog, defineProject, node, openProject, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const count = node({ name: "count", inputs: "cars", outputs: "n", run: (rows: unknown[]) => rows.length });
 * const definition = defineProject({
 *   pipelines: { __default__: pipeline([count]) },
 *   catalog: { cars: { type: "csv", filepath: "data/cars.csv" } },
 * });
 * await using project = await openProject(definition, { root: await Deno.makeTempDir() });
 *
 * const { problems, datasets } = await checkCatalog(project);
 *
 * assert.equal(problems[0]?.code, "catalog.missing_data");
 * assert.equal(datasets[0]?.status, "missing");
 * ```
 */
export async function checkCatalog(project: Project, options: InspectOptions = {}): Promise<CatalogReport> {
  const { checkCatalog }: typeof import("./_check_catalog.ts") = await import(CHECK);
  return await checkCatalog(project, options);
}
