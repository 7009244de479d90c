import type { PipelineEvent, Project, ProjectRunOptions, RunResult } from "../../mod.ts";
import { commandWords } from "../command_prefix.ts";
import type { CliContext } from "../context.ts";
import { createStyle } from "../format/style.ts";
import { EXIT, guard, type GuardOptions } from "../guard.ts";
import { requireProject } from "../project_folder.ts";
import type { Stream } from "./capture_console.ts";
import { listenForCrashes } from "./crashes.ts";
import { listenForInterrupts } from "./interrupts.ts";
import { makeReport } from "./make_report.ts";
import { nextCommands } from "./next_commands.ts";
import { repeatedFlags } from "./flag_words.ts";
import { formatStoppedAtOnce } from "./stopped_at_once.ts";
import { printReport } from "./print_report.ts";
import { readRequest } from "./read_request.ts";
import type { Display } from "./progress/display.ts";
import { isLive, openProgress } from "./progress/open_progress.ts";
import { formatLogLine } from "./progress/log_line.ts";
import type { RunView } from "./progress/run_view.ts";
import type { RunFlags } from "./run_command.ts";

/** `kedge run`. */
export async function run(this: CliContext, flags: RunFlags): Promise<void> {
  await runPrepared(this, flags, async (findRoot) => {
    const { openProject, ...readers } = await import("../../mod.ts");
    // Flags that are wrong are wrong anywhere.
    const { open, run: choice, notes } = await readRequest(this, flags, readers);
    for (const note of notes) this.stderr.write(`! ${note}\n`);
    return { project: await openProject(await findRoot(), open), choice };
  });
}

/** A project that was opened to be run once, and how. */
export interface PreparedRun {
  /** The project; it is closed afterwards. */
  readonly project: Project;
  /** How to run it. */
  readonly choice: ProjectRunOptions;
}

/** Opens the project to run; `findRoot` finds its folder. */
export type PrepareRun = (findRoot: () => Promise<string>) => Promise<PreparedRun>;

/** Run the project that `prepare` opens as `kedge run` shows it. */
export async function runPrepared(
  context: CliContext,
  flags: RunFlags,
  prepare: PrepareRun,
): Promise<void> {
  const options: GuardOptions = { json: flags.json };
  let hasCrashed = false;
  await guard(context, options, async () => {
    const printer = createPrinter(context, flags);
    // From before kedge.ts is loaded, as it may print too.
    const release = flags.json || isLive(context) ? await capture(context, printer) : () => {};
    try {
      return await openAndRun(context, flags, {
        printer,
        options,
        prepare,
        onCrash: () => hasCrashed = true,
      });
    } finally {
      release();
    }
  });
  // What nobody waits for may be at work for ever.
  if (hasCrashed) context.exit(EXIT.failed);
}

/** Prints what user code prints: straight, or by way of the display once there is one. */
interface Printer {
  display: Display | undefined;
  readonly print: (text: string, stream: Stream) => void;
}

function createPrinter(context: CliContext, { json }: RunFlags): Printer {
  const printer: Printer = {
    display: undefined,
    print(text, from) {
      const stream = json ? "stderr" : from;
      if (printer.display === undefined) context[stream].write(text);
      else printer.display.write(text, stream);
    },
  };
  return printer;
}

async function openAndRun(
  context: CliContext,
  flags: RunFlags,
  { printer, options, prepare, onCrash }: {
    readonly printer: Printer;
    readonly options: GuardOptions;
    readonly prepare: PrepareRun;
    readonly onCrash: () => void;
  },
): Promise<number> {
  warnOfRepeated(context, flags);
  const { drawMermaid, findProject } = await import("../../mod.ts");
  const prepared = await prepare(async () =>
    options.root = await requireProject(context, findProject, flags.project)
  );
  await using project = prepared.project;
  const { choice } = prepared;
  const { root } = project;
  using _console = await hideInConsole(project);
  if (project.notices.length > 0) {
    const { formatNotice }: typeof import("./format_notice.ts") = await import(FORMAT_NOTICE);
    for (const notice of project.notices) context.stderr.write(`${formatNotice(notice, context)}\n`);
  }
  const { result, view, event, interrupted } = await runShown(context, { project, choice, printer, onCrash });
  const exitCode = interrupted ?? (hasSucceeded(result) ? EXIT.ok : EXIT.failed);
  const report = await makeReport(context, {
    project,
    result,
    view,
    catalog: event?.catalog,
    next: (hasEarlierRun) =>
      nextCommands(context, {
        result,
        flags,
        root,
        hasEarlierRun,
        isHidden: (path) => project.isRedacted(path),
        mask: project.mask,
      }),
  });
  await printReport(context, report, { json: flags.json ?? false, exitCode, root });
  const drawGraph = event && (() => drawMermaid(event.pipeline, { results: result.nodes }));
  if (context.env("GITHUB_STEP_SUMMARY") !== undefined) {
    const { appendJobSummary }: typeof import("./job_summary.ts") = await import(JOB_SUMMARY);
    await appendJobSummary(context, report, { drawGraph, root });
  }
  return exitCode;
}

// Not a literal import(): most projects have no secrets.
const MASK_CONSOLE: string = "./mask_console.ts";

async function hideInConsole({ mask }: Project): Promise<Disposable | undefined> {
  if (mask === undefined) return undefined;
  const { maskConsole }: typeof import("./mask_console.ts") = await import(MASK_CONSOLE);
  return { [Symbol.dispose]: maskConsole(mask) };
}

// A run that must be on the server, and is not there whole, has failed.
function hasSucceeded({ status, replication }: RunResult): boolean {
  return status === "finished" && !(replication?.isRequired === true && replication.unfinished.length > 0);
}

// Not literal import()s: they are for CI, for terminals and --json, and for what is odd in the configuration.
const JOB_SUMMARY: string = "./job_summary.ts";
const CAPTURE_CONSOLE: string = "./capture_console.ts";
const FORMAT_NOTICE: string = "./format_notice.ts";

async function capture(context: CliContext, { print }: Printer): Promise<() => void> {
  const { captureConsole }: typeof import("./capture_console.ts") = await import(CAPTURE_CONSOLE);
  return await captureConsole(context, print);
}

interface ShownRun {
  readonly result: RunResult;
  readonly view: RunView;
  /** What began; `undefined` when nothing did. */
  readonly event: PipelineEvent | undefined;
  /** The exit code of somebody who stopped it. */
  readonly interrupted: number | undefined;
}

/** Run a project with a progress display, and stop it when asked. */
async function runShown(
  context: CliContext,
  { project, choice, printer, onCrash }: {
    readonly project: Project;
    readonly choice: ProjectRunOptions;
    readonly printer: Printer;
    readonly onCrash: () => void;
  },
): Promise<ShownRun> {
  const { name, env } = project;
  // Before the display, which would take an error for the end of the process.
  const crashes = listenForCrashes(context);
  crashes.signal.addEventListener("abort", onCrash);
  const progress = await openProgress(context, {
    project: name,
    env,
    pipelines: choice.pipelines ?? ["__default__"],
    isHidden: (path) => project.isRedacted(path),
    mask: project.mask,
  });
  const { display, view } = progress;
  printer.display = display;
  const style = createStyle(context.stderr.isColoured);
  const interrupts = listenForInterrupts(context, {
    first: () => display.write(`■ stopping${waitingFor(view)}; once more to stop at once\n`, "stderr"),
    second: () => {
      display.close();
      const lines = formatStoppedAtOnce(view, { style, width: context.stderr.size()?.columns ?? 80 });
      context.stderr.write(`${lines.join("\n")}\n`);
    },
  });
  // A node may end the process, with 0 even: a run that did not end has not succeeded.
  const forget = context.onExit(() => {
    forget();
    if (interrupts.exitCode() !== undefined) return;
    context.stderr.write("✗ the process ended before the run did\n");
    context.failExit(EXIT.failed);
  });
  let event: PipelineEvent | undefined;
  try {
    const result = await project.run({
      ...choice,
      signal: interrupts.signal,
      failSignal: crashes.signal,
      hooks: [progress.hooks, {
        name: "catalog",
        beforePipelineRun: (begun) => void (event = begun),
      }],
      onMetrics: progress.onMetrics,
      onLog: (line) => display.write(formatLogLine(line, style), "stderr"),
      command: [...chosenByVariables(context), ...commandWords(context), ...context.args],
      throwOnError: false,
    });
    progress.settle(result.nodes);
    return {
      result,
      view,
      event,
      interrupted: result.status === "killed" ? interrupts.exitCode() : undefined,
    };
  } finally {
    forget();
    interrupts.stop();
    crashes.stop();
    display.close();
    printer.display = undefined;
  }
}

// What the environment chose belongs to the command that does the same again.
const VARIABLES = [
  "KEDGE_ENV",
  "KEDRO_ENV",
  "KEDGE_RUN_KEY",
  "MLFLOW_TRACKING_URI",
  "MLFLOW_EXPERIMENT_NAME",
  "MLFLOW_EXPERIMENT_ID",
  "MLFLOW_RUN_ID",
  "MLFLOW_RUN_CONTEXT",
];

function chosenByVariables({ env }: CliContext): readonly string[] {
  return VARIABLES.flatMap((name) => {
    const value = env(name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
}

function waitingFor(view: RunView): string {
  const running = [...view.nodes.values()].filter(({ state }) => state === "running").map(({ name }) => name);
  return running.length === 0
    ? ""
    : ` when ${running.join(", ")} ${running.length === 1 ? "has" : "have"} ended`;
}

function warnOfRepeated({ stderr }: CliContext, flags: RunFlags): void {
  for (const flag of repeatedFlags(flags)) {
    stderr.write(`! Flag ${flag} is given more than once: the last one counts. Separate items by commas\n`);
  }
}
