import type { Command } from "../../lib/deps/stricli.ts";
import type { CliContext } from "../context.ts";
import { switchFlag, textFlag } from "../flag_kinds.ts";
import {
  type AnyRunsFlags,
  runsCommand,
  type RunsFlags,
  runsListCommand,
  STORE_FLAG,
  textArgument,
  WHICH,
} from "./route_parts.ts";

// Not literal import()s: see runs_routes.ts.
const SHOW_LINEAGE: string = "./show_lineage.ts";
const RERUN: string = "./rerun.ts";
const TRANSFER: string = "./transfer_runs.ts";

/** Flags of `kedge runs rerun`. */
export interface RerunFlags extends RunsFlags {
  readonly dryRun?: boolean | undefined;
}

/** Flags of `kedge runs export`. */
export interface ExportFlags extends AnyRunsFlags {
  readonly to?: string | undefined;
  readonly format?: string | undefined;
  readonly output?: string | undefined;
  readonly filter?: string | undefined;
}

/** Flags of `kedge runs import`. */
export interface ImportFlags extends RunsFlags {
  readonly experiment?: string | undefined;
  readonly filter?: string | undefined;
  readonly from?: string | undefined;
}

/** The commands about what runs were made from. */
export function dataRoutes(prefix: string): Record<string, Command<CliContext>> {
  return {
    lineage: runsCommand<RunsFlags>(prefix, {
      brief: "Tell which run made a file, and from what",
      text:
        "Tell which run made a file or dataset, from what, back to data that no run made, and which runs read it. A file is " +
        "known by its bytes, wherever it is now.",
      examples: [
        { args: "runs lineage data/predictions.csv", does: "where a file comes from" },
        { args: "runs lineage predictions", does: "the same of the newest data of a dataset" },
        { args: "runs lineage s3://bucket/predictions.csv", does: "the same of an object in S3" },
      ],
      load: async () => (await import(SHOW_LINEAGE) as typeof import("./show_lineage.ts")).showLineage,
    }, [textArgument("DATASET|FILE", "Name of a dataset, or path of a file")]),
    rerun: runsCommand<RerunFlags>(prefix, {
      brief: "Run again what a run ran, and tell what differs today",
      text:
        `Tell what differs today from when a run ran: its request, configuration, graph, data and environment. Then run the same ` +
        `again, as a new run.\n\n${WHICH}`,
      examples: [
        { args: "runs rerun @latest", does: "repeat the newest run" },
        { args: "runs rerun 8f3c --dry-run", does: "tell what differs, and run nothing" },
      ],
      flags: { dryRun: switchFlag("Tell what differs, and run nothing") },
      load: async () => (await import(RERUN) as typeof import("./rerun.ts")).rerun,
    }, [textArgument("RUN", "The run")]),
    export: runsListCommand<ExportFlags>(prefix, {
      brief: "Write runs to a file, or copy them to a server",
      text:
        `Write runs to a file or to standard output, or copy them to a server with their models: all of them unless some are ` +
        `named. Values under names of secrets are ***.\n\n` +
        WHICH,
      examples: [
        { args: "runs export --output runs.csv", does: "a table of all runs" },
        { args: "runs export @latest", does: "everything about a run as JSON" },
        {
          args: `runs export --filter "metrics.loss < 0.1" --output best.tar.gz`,
          does: "runs with their artifacts, for kedge runs import",
        },
        {
          args: "runs export @latest --to http://mlflow.example.org",
          does: "copy the newest run to a server",
        },
      ],
      flags: {
        to: textFlag("URL", "A server of MLflow to copy them to"),
        format: textFlag(
          "FORMAT",
          "json, csv or archive [default: by the ending of FILE: .csv, .tar.gz, .tgz; else json]",
        ),
        output: textFlag("FILE", "Where to write; an archive needs it [default: standard output]"),
        filter: textFlag("FILTER", "Only runs that meet conditions, joined by AND"),
        ...STORE_FLAG,
      },
      load: async () => (await import(TRANSFER) as typeof import("./transfer_runs.ts")).exportCommand,
    }, { parameter: textArgument("RUN", "The runs"), minimum: 0 }),
    import: runsCommand<ImportFlags>(prefix, {
      brief: "Import runs from an archive, from MLflow's files or from a server",
      text:
        "Import runs from an archive of kedge runs export, a folder mlruns, a file mlflow.db or a server of MLflow, which are not " +
        "changed. Runs keep their ids; those that are there already are left as they are. From a server their models come too.",
      examples: [
        { args: "runs import best.tar.gz", does: "runs of a colleague" },
        { args: "runs import mlruns", does: "what MLflow recorded in files" },
        {
          args: "runs import mlflow.db --experiment old",
          does: "what it recorded in a database, in one experiment",
        },
        {
          args: `runs import http://mlflow.example.org --from penguins --filter "metrics.loss < 0.1"`,
          does: "the good runs of a shared server, with their models",
        },
      ],
      flags: {
        experiment: textFlag("NAME", "Put all of them into this experiment [default: as they were]"),
        from: textFlag("A,B", "Of a server: only runs of these experiments [default: all]"),
        filter: textFlag("FILTER", "Of a server: only runs that meet conditions, joined by AND"),
      },
      load: async () => (await import(TRANSFER) as typeof import("./transfer_runs.ts")).importCommand,
    }, [textArgument("SOURCE", "An archive, a folder mlruns, a file mlflow.db or the URL of a server")]),
  };
}
