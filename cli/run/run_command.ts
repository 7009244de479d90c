import { buildCommand, type Command } from "../../lib/deps/stricli.ts";
import type { CliContext } from "../context.ts";
import { describeWithExamples, type Example } from "../examples.ts";
import { switchFlag, textFlag, textsFlag } from "../flag_kinds.ts";

/** Flags of `kedge run`. */
export interface RunFlags {
  readonly env?: string | undefined;
  readonly params?: readonly string[] | undefined;
  readonly pipeline?: string | undefined;
  readonly pipelines?: readonly string[] | undefined;
  readonly nodes?: readonly string[] | undefined;
  readonly fromNodes?: readonly string[] | undefined;
  readonly toNodes?: readonly string[] | undefined;
  readonly fromInputs?: readonly string[] | undefined;
  readonly toOutputs?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly onlyMissingOutputs?: boolean | undefined;
  readonly loadVersions?: string | undefined;
  readonly confSource?: string | undefined;
  readonly config?: string | undefined;
  readonly runner?: string | undefined;
  readonly concurrency?: string | undefined;
  readonly runnerParams?: string | undefined;
  readonly async?: boolean | undefined;
  readonly runName?: string | undefined;
  readonly runId?: string | undefined;
  readonly runKey?: string | undefined;
  readonly runTag?: readonly string[] | undefined;
  readonly experiment?: string | undefined;
  readonly noTrack?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly project?: string | undefined;
}

// Not a literal import(): Deno reads all that one leads to before it starts, and this one leads to the whole library.
const IMPLEMENTATION: string = "./run.ts";

/** Loads what the command does. */
export type LoadRun = () => Promise<(this: CliContext, flags: RunFlags) => Promise<void> | void>;

const loadRun: LoadRun = async () => (await import(IMPLEMENTATION) as typeof import("./run.ts")).run;

const DESCRIPTION = `Run the pipelines of a project and record the run.

Lists are separated by commas (--nodes clean,split). Of a list flag that is given again the last one counts.
Exit code: 0 all went well, 1 the run failed, 2 wrong use or configuration (nothing was run), 130 and 143 stopped.`;

const EXAMPLES: readonly Example[] = [
  { args: "run", does: "run __default__ with conf/base and conf/local" },
  { args: "run --params model.trees=50,seed=7", does: "with other parameters, for this run only" },
  {
    args: "run --env prod --pipelines etl,report",
    does: "with conf/prod over conf/base, two pipelines joined",
  },
  { args: "run --from-nodes train", does: "train and all that comes after it" },
  { args: "run --runner concurrent --concurrency 4", does: "up to 4 nodes at once" },
  { args: "run --run-name baseline --run-tag team=birds", does: "find the run again by name or tag" },
  { args: "run -c run.yml --tags quick", does: "as a file says, but for the tags" },
  { args: "run --nodes train --run-key $JOB", does: "one node a process, all of them in one run" },
  { args: "run --json > result.json", does: "the result for a program; progress goes to stderr" },
];

/** `kedge run`. */
export function runCommand(prefix: string, load: LoadRun = loadRun): Command<CliContext> {
  return buildCommand<RunFlags, [], CliContext>({
    docs: {
      brief: "Run the pipelines of a project and record the run",
      fullDescription: describeWithExamples(prefix, DESCRIPTION, EXAMPLES),
    },
    parameters: {
      flags: {
        env: textFlag("NAME", "Environment: the folder of conf/ that lies over conf/base [default: local]"),
        params: textsFlag("k=v,a.b=v", "Parameters for this run, read as YAML, merged over those of conf/"),
        confSource: textFlag("DIR|URL", "Configuration in place of conf/"),
        config: textFlag("FILE", "YAML or JSON with a section run: these flags with underscores; flags win"),
        pipeline: textFlag("NAME", "The pipeline to run [default: __default__]"),
        pipelines: textsFlag("A,B", "The pipelines to run, joined"),
        nodes: textsFlag("A,B", "Only these nodes"),
        fromNodes: textsFlag("A,B", "These nodes and all that come after them"),
        toNodes: textsFlag("A,B", "These nodes and all that they need"),
        fromInputs: textsFlag("A,B", "Nodes that read these datasets and all that come after them"),
        toOutputs: textsFlag("A,B", "Nodes that are needed to make these datasets"),
        tags: textsFlag("A,B", "Only nodes with one of these tags"),
        namespaces: textsFlag("A,B", "Only nodes in these namespaces (-ns)"),
        onlyMissingOutputs: switchFlag("Only nodes whose saved outputs do not exist yet, and what they need"),
        loadVersions: textFlag("D:V,...", "Versions of datasets to load instead of the newest (-lv)"),
        runner: textFlag(
          "NAME",
          "sequential, or concurrent for several nodes at once; Kedro's names too [default: sequential]",
        ),
        concurrency: textFlag("N", "How many nodes at once with concurrent [default: number of processors]"),
        runnerParams: textFlag("max_workers=N", "The same as --concurrency, as Kedro has it"),
        async: switchFlag("Changes nothing, as files are read and written asynchronously anyway"),
        runName: textFlag("NAME", "Name of the run [default: as in mlflow.yml, else the pipelines]"),
        runId: textFlag("ID", "Go on with this run instead of making one"),
        runKey: textFlag("KEY", "One run for all processes with this key [default: KEDGE_RUN_KEY]"),
        runTag: textsFlag("k=v", "Tag of the run; give it again for more"),
        experiment: textFlag("NAME", "Experiment to record the run in"),
        noTrack: switchFlag("Do not record the run"),
        json: switchFlag("Print the result as JSON on standard output, and nothing else there"),
        project: textFlag("DIR", "Folder of the project [default: found from here upwards]"),
      },
      aliases: { e: "env", c: "config", p: "pipelines", n: "nodes", t: "tags", r: "runner" },
    },
    loader: load,
  });
}
