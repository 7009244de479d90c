import { buildCommand, buildRouteMap, type Command, type RouteMap } from "../../lib/deps/stricli.ts";
import type { CliContext } from "../context.ts";
import { describeWithExamples, type Example } from "../examples.ts";
import { switchFlag, textFlag, textsFlag } from "../flag_kinds.ts";

// Not literal import()s: Deno reads all that one leads to before it starts, and these lead to the whole library.
const LIST_DATASETS: string = "./list_datasets.ts";
const SHOW_DATASET: string = "./show_dataset.ts";
const RESOLVE_DATASET: string = "./resolve_dataset.ts";
const CHECK_CATALOG: string = "./check_catalog.ts";
const PREVIEW_DATASET: string = "./preview_dataset.ts";

/** Flags of every `kedge catalog` command. */
export interface CatalogFlags {
  readonly env?: string | undefined;
  readonly params?: readonly string[] | undefined;
  readonly confSource?: string | undefined;
  readonly json?: boolean | undefined;
  readonly project?: string | undefined;
}

/** Flags of `kedge catalog list`. */
export interface ListFlags extends CatalogFlags {
  readonly pipelines?: readonly string[] | undefined;
}

/** Flags of `kedge catalog show`. */
export interface ShowFlags extends CatalogFlags {
  readonly loadVersions?: string | undefined;
}

/** Flags of `kedge catalog check`. */
export interface CheckFlags extends ListFlags, ShowFlags {}

/** Flags of `kedge catalog preview`. */
export interface PreviewFlags extends ShowFlags {
  readonly limit?: string | undefined;
}

const FLAGS = {
  env: textFlag("NAME", "Environment: the folder of conf/ that lies over conf/base [default: local]"),
  params: textsFlag("k=v,a.b=v", "Parameters for this time, read as YAML, merged over those of conf/"),
  confSource: textFlag("DIR|URL", "Configuration in place of conf/"),
  json: switchFlag("Print JSON on standard output, and nothing else there"),
  project: textFlag("DIR", "Folder of the project [default: found from here upwards]"),
};
const PIPELINES = textsFlag("A,B", "Only what these pipelines use [default: all pipelines]");
const VERSIONS = textFlag("D:V,...", "Versions of datasets to look at instead of the newest");
const ALIASES = { e: "env" } as const;

/** `kedge catalog`. */
export function catalogRoutes(prefix: string): RouteMap<CliContext> {
  return buildRouteMap({
    routes: {
      list: listCommand(prefix),
      show: showCommand(prefix),
      resolve: resolveCommand(prefix),
      check: checkCommand(prefix),
      preview: previewCommand(prefix),
    },
    docs: {
      brief: "Look at the datasets of a project, and check them",
      fullDescription: describeWithExamples(prefix, "Look at the datasets of a project, and check them.", [
        { args: "catalog list", does: "all datasets, and who makes and reads them" },
        { args: "catalog check", does: "find what is missing or wrong, without running anything" },
        { args: "catalog preview penguins", does: "the first rows of one" },
      ]),
    },
  });
}

function listCommand(prefix: string): Command<CliContext> {
  return buildCommand<ListFlags, [], CliContext>({
    docs: docs(prefix, "List datasets and patterns, and who makes and reads them", [
      { args: "catalog list", does: "everything in the catalog or in a pipeline" },
      { args: "catalog list --pipelines etl", does: "what one pipeline uses" },
      { args: "catalog list --env prod --json", does: "for a program, with conf/prod" },
    ]),
    parameters: { flags: { ...FLAGS, pipelines: PIPELINES }, aliases: { ...ALIASES, p: "pipelines" } },
    loader: async () => (await import(LIST_DATASETS) as typeof import("./list_datasets.ts")).listDatasets,
  });
}

function showCommand(prefix: string): Command<CliContext> {
  return buildCommand<ShowFlags, [string], CliContext>({
    docs: docs(prefix, "Show all that is known of a dataset, without loading it", [
      { args: "catalog show penguins", does: "its entry, whether it exists, who uses it" },
      { args: "catalog show penguins --json", does: "for a program" },
    ]),
    parameters: { flags: { ...FLAGS, loadVersions: VERSIONS }, aliases: ALIASES, positional: NAME },
    loader: async () => (await import(SHOW_DATASET) as typeof import("./show_dataset.ts")).showDataset,
  });
}

function resolveCommand(prefix: string): Command<CliContext> {
  return buildCommand<CatalogFlags, [string], CliContext>({
    docs: docs(prefix, "Show the entry that a name has, also one that a pattern makes", [
      { args: "catalog resolve cars_raw", does: "which pattern takes the name, and the entry that it makes" },
      { args: "catalog resolve cars_raw --json", does: "for a program" },
    ]),
    parameters: { flags: FLAGS, aliases: ALIASES, positional: NAME },
    loader: async () =>
      (await import(RESOLVE_DATASET) as typeof import("./resolve_dataset.ts")).resolveDataset,
  });
}

const CHECK_TEXT =
  `Find what is missing or wrong in the catalog, without running anything: files, credentials,
types, inputs that nothing provides; also entries that nobody uses, and inputs without a schema.
Exit code: 0 nothing is wrong, 1 something is, 2 the configuration cannot be read.`;

function checkCommand(prefix: string): Command<CliContext> {
  const examples = [
    { args: "catalog check", does: "all pipelines" },
    { args: "catalog check --pipelines etl --env prod", does: "what one pipeline needs, with conf/prod" },
    { args: "catalog check --json", does: "for a program" },
  ];
  return buildCommand<CheckFlags, [], CliContext>({
    docs: {
      brief: "Find what is missing or wrong, without running anything",
      fullDescription: describeWithExamples(prefix, CHECK_TEXT, examples),
    },
    parameters: {
      flags: { ...FLAGS, pipelines: PIPELINES, loadVersions: VERSIONS },
      aliases: { ...ALIASES, p: "pipelines" },
    },
    loader: async () => (await import(CHECK_CATALOG) as typeof import("./check_catalog.ts")).checkCatalog,
  });
}

function previewCommand(prefix: string): Command<CliContext> {
  return buildCommand<PreviewFlags, [string], CliContext>({
    docs: docs(prefix, "Show the beginning of a dataset or parameter", [
      { args: "catalog preview penguins", does: "the first 10 rows" },
      { args: "catalog preview penguins --limit 3 --json", does: "3 rows, for a program" },
      { args: "catalog preview params:model", does: "a parameter" },
    ]),
    parameters: {
      flags: {
        ...FLAGS,
        limit: textFlag("N", "How many rows, lines or items at most [default: 10]"),
        loadVersions: VERSIONS,
      },
      aliases: ALIASES,
      positional: NAME,
    },
    loader: async () =>
      (await import(PREVIEW_DATASET) as typeof import("./preview_dataset.ts")).previewDataset,
  });
}

const NAME = {
  kind: "tuple",
  parameters: [{
    placeholder: "NAME",
    brief: "Name of a dataset, as nodes write it",
    parse: (input: string) => input,
  }],
} as const;

function docs(prefix: string, brief: string, examples: readonly Example[]) {
  return { brief, fullDescription: describeWithExamples(prefix, `${brief}.`, examples) };
}
