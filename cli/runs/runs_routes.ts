import { buildCommand, buildRouteMap, type Command, type RouteMap } from "../../lib/deps/stricli.ts";
import type { CliContext } from "../context.ts";
import { describeWithExamples, type Example } from "../examples.ts";
import { switchFlag, textFlag } from "../flag_kinds.ts";

// Not literal import()s: Deno reads all that one leads to before it starts, and these lead to the whole library.
const LIST_RUNS: string = "./list_runs.ts";
const SHOW_RUN: string = "./show_run.ts";
const COMPARE_RUNS: string = "./compare_runs.ts";

/** Flags of every `kedge runs` command. */
export interface RunsFlags {
  readonly json?: boolean | undefined;
  readonly project?: string | undefined;
}

/** Flags of `kedge runs list`. */
export interface ListFlags extends RunsFlags {
  readonly experiment?: string | undefined;
  readonly status?: "finished" | "failed" | "killed" | "running" | undefined;
  readonly limit?: string | undefined;
  readonly columns?: string | undefined;
}

const JSON_FLAG = switchFlag("Print JSON on standard output, and nothing else there");
const PROJECT_FLAG = textFlag("DIR", "Folder of the project [default: found from here upwards]");
const WHICH =
  "RUN is an id, the beginning of one, a name (the newest run of that name), @latest or @previous.";

/** `kedge runs`. */
export function runsRoutes(prefix: string): RouteMap<CliContext> {
  return buildRouteMap({
    routes: { list: listCommand(prefix), show: showCommand(prefix), compare: compareCommand(prefix) },
    docs: {
      brief: "Find, look at and compare runs",
      fullDescription: describeWithExamples(prefix, "Find, look at and compare the runs of a project.", [
        { args: "runs list", does: "the newest runs" },
        { args: "runs show @latest", does: "all that is known of the newest run" },
        { args: "runs compare @latest @previous", does: "what differs between the two newest runs" },
      ]),
    },
  });
}

const LIST_EXAMPLES: readonly Example[] = [
  { args: "runs list", does: "the newest 20 runs" },
  { args: "runs list --status failed --limit 5", does: "the newest 5 that failed" },
  { args: "runs list --columns run,accuracy,params.model.trees", does: "a choice of columns" },
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
        json: JSON_FLAG,
        project: PROJECT_FLAG,
      },
    },
    loader: async () => (await import(LIST_RUNS) as typeof import("./list_runs.ts")).listRuns,
  });
}

function showCommand(prefix: string): Command<CliContext> {
  return buildCommand<RunsFlags, [string], CliContext>({
    docs: {
      brief: "Show all that is known of a run",
      fullDescription: describeWithExamples(prefix, `Show all that is known of a run.\n\n${WHICH}`, [
        { args: "runs show @latest", does: "the newest run" },
        { args: "runs show shining-auk-417", does: "the newest run of that name" },
        { args: "runs show 8f3c --json", does: "for a program" },
      ]),
    },
    parameters: {
      flags: { json: JSON_FLAG, project: PROJECT_FLAG },
      positional: { kind: "tuple", parameters: [runArgument("RUN", "The run")] },
    },
    loader: async () => (await import(SHOW_RUN) as typeof import("./show_run.ts")).showRun,
  });
}

function compareCommand(prefix: string): Command<CliContext> {
  return buildCommand<RunsFlags, [string, string], CliContext>({
    docs: {
      brief: "Compare two runs",
      fullDescription: describeWithExamples(prefix, `Compare two runs.\n\n${WHICH}`, [
        { args: "runs compare @latest @previous", does: "the newest run and the one before" },
        { args: "runs compare shining-auk-417 baseline", does: "two runs by name" },
      ]),
    },
    parameters: {
      flags: { json: JSON_FLAG, project: PROJECT_FLAG },
      positional: {
        kind: "tuple",
        parameters: [
          runArgument("RUN", "The run in question"),
          runArgument("OTHER", "The run it is compared with"),
        ],
      },
    },
    loader: async () => (await import(COMPARE_RUNS) as typeof import("./compare_runs.ts")).compareRuns,
  });
}

interface RunArgument {
  readonly placeholder: string;
  readonly brief: string;
  readonly parse: (input: string) => string;
}

function runArgument(placeholder: string, brief: string): RunArgument {
  return { placeholder, brief, parse: (input) => input };
}
