import { buildCommand, buildRouteMap, type Command, type RouteMap } from "../../lib/deps/stricli.ts";
import type { CliContext } from "../context.ts";
import { describeWithExamples, type Example } from "../examples.ts";
import { switchFlag, textFlag } from "../flag_kinds.ts";
import { dataRoutes } from "./data_routes.ts";
import { editRoutes } from "./edit_routes.ts";
import {
  type AnyRunsFlags,
  RUNS_FLAGS,
  runsCommand,
  STORE_FLAG,
  textArgument,
  WHICH,
} from "./route_parts.ts";

// Not literal import()s: Deno reads all that one leads to before it starts, and these lead to the whole library.
const LIST_RUNS: string = "./list_runs.ts";
const SHOW_RUN: string = "./show_run.ts";
const COMPARE_RUNS: string = "./compare_runs.ts";

/** Flags of `kedge runs list`. */
export interface ListFlags extends AnyRunsFlags {
  readonly experiment?: string | undefined;
  readonly status?: "finished" | "failed" | "killed" | "running" | undefined;
  readonly limit?: string | undefined;
  readonly columns?: string | undefined;
  readonly filter?: string | undefined;
  readonly orderBy?: string | undefined;
  readonly all?: boolean | undefined;
}

/** Flags of `kedge runs show`. */
export interface ShowFlags extends AnyRunsFlags {
  readonly follow?: boolean | undefined;
}

/** `kedge runs`. */
export function runsRoutes(prefix: string): RouteMap<CliContext> {
  return buildRouteMap({
    routes: {
      list: listCommand(prefix),
      show: showCommand(prefix),
      compare: compareCommand(prefix),
      ...editRoutes(prefix),
      ...dataRoutes(prefix),
    },
    docs: {
      brief: "Find, look at, compare and change runs",
      fullDescription: describeWithExamples(
        prefix,
        "Find, look at, compare and change the runs of a project.",
        [
          { args: "runs list", does: "the newest runs" },
          { args: "runs show @latest", does: "all that is known of the newest run" },
          { args: "runs compare @latest @previous", does: "what differs between the two newest runs" },
        ],
      ),
    },
  });
}

const LIST_EXAMPLES: readonly Example[] = [
  { args: "runs list", does: "the newest 20 runs" },
  { args: "runs list --status failed --limit 5", does: "the newest 5 that failed" },
  {
    args: `runs list --filter "metrics.accuracy > 0.9 AND params.trees = '100'"`,
    does: "those that meet conditions",
  },
  { args: 'runs list --order-by "metrics.accuracy DESC"', does: "the best first" },
  { args: "runs list --columns run,accuracy,params.model.trees", does: "a choice of columns" },
  { args: "runs list --store http://mlflow.example.org", does: "those of a server of MLflow" },
  { args: "runs list --json", does: "for a program" },
];

function listCommand(prefix: string): Command<CliContext> {
  return buildCommand<ListFlags, [], CliContext>({
    docs: {
      brief: "List runs, newest first",
      fullDescription: describeWithExamples(prefix, "List runs, newest first.", LIST_EXAMPLES),
    },
    parameters: {
      flags: {
        experiment: textFlag("NAME", "Only runs of this experiment"),
        status: {
          kind: "enum",
          values: ["finished", "failed", "killed", "running"],
          optional: true,
          brief: "Only runs with this status",
        },
        limit: textFlag("N", "At most so many [default: 20]"),
        columns: textFlag(
          "A,B",
          "Columns: run, id, experiment, status, started, took, node, user; metrics, params and tags by name",
        ),
        filter: textFlag("FILTER", "Only runs that meet conditions, joined by AND: metrics.loss < 0.5"),
        orderBy: textFlag("A,B", 'By what to order, each with DESC or not: "metrics.loss DESC,params.lr"'),
        all: switchFlag("Also runs that were deleted"),
        ...STORE_FLAG,
        ...RUNS_FLAGS,
      },
    },
    loader: async () => (await import(LIST_RUNS) as typeof import("./list_runs.ts")).listRuns,
  });
}

function showCommand(prefix: string): Command<CliContext> {
  return runsCommand<ShowFlags>(prefix, {
    brief: "Show all that is known of a run",
    text: `Show all that is known of a run.\n\n${WHICH}`,
    examples: [
      { args: "runs show @latest", does: "the newest run" },
      { args: "runs show shining-auk-417", does: "the newest run of that name" },
      { args: "runs show @latest --follow", does: "what a run logs, until it ends" },
      { args: "runs show 8f3c --json", does: "for a program" },
    ],
    flags: {
      follow: switchFlag("Print what the run logs as it happens, and all of it when it has ended"),
      ...STORE_FLAG,
    },
    load: async () => (await import(SHOW_RUN) as typeof import("./show_run.ts")).showRun,
  }, [textArgument("RUN", "The run")]);
}

function compareCommand(prefix: string): Command<CliContext> {
  return runsCommand<AnyRunsFlags>(prefix, {
    brief: "Compare two runs",
    text: `Compare two runs.\n\n${WHICH}`,
    examples: [
      { args: "runs compare @latest @previous", does: "the newest run and the one before" },
      { args: "runs compare shining-auk-417 baseline", does: "two runs by name" },
    ],
    flags: STORE_FLAG,
    load: async () => (await import(COMPARE_RUNS) as typeof import("./compare_runs.ts")).compareRuns,
  }, [
    textArgument("RUN", "The run in question"),
    textArgument("OTHER", "The run it is compared with"),
  ]);
}
