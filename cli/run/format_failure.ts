import { isUserError } from "../error_report.ts";
import { formatFacts } from "../format/block.ts";
import { formatDuration } from "../format/duration.ts";
import type { Style } from "../format/style.ts";
import { printable } from "../format/text.ts";
import { userFrames } from "../stack_frames.ts";
import { messageOf } from "../thrown.ts";
import { formatCopy } from "./format_copy.ts";
import type { RunReport } from "./run_report.ts";

/** How to draw it. */
export interface FailureOptions {
  /** Colours. */
  readonly style: Style;
  /** Columns there are. */
  readonly width: number;
  /** Folder of the project. */
  readonly root: string;
}

/** What went wrong in a run, what it left behind, and how to go on. */
export function formatFailure(report: RunReport, options: FailureOptions): string[] {
  const { result, failed, saved, next } = report;
  const { style } = options;
  const of = (...statuses: readonly string[]) =>
    result.nodes.filter(({ status }) => statuses.includes(status)).map(({ name }) => printable(name));
  const inputs = failed === undefined
    ? []
    : [...failed.inputs].map(([name, { text }]) =>
      name.startsWith("params:") ? `${printable(name)} ${text}` : `${printable(name)} (${text})`
    );
  return [
    ...formatHead(report, of("stopped"), options),
    ...formatFacts([
      { label: "inputs", items: inputs, separator: ", " },
      { label: "saved", items: saved.map(({ name }) => printable(name)), separator: ", " },
      { label: "stopped", items: of("stopped"), separator: ", " },
      { label: "not run", items: of("not_run"), separator: ", " },
      { label: "server", items: formatCopy(result.replication) },
      ...next.map(({ label, command }) => ({ label, items: [command] })),
    ], { style, width: options.width }),
  ];
}

function formatHead(
  { result, failed }: RunReport,
  stopped: readonly string[],
  { style, root }: FailureOptions,
): string[] {
  if (result.status === "killed") {
    return [style.yellow(`■ stopped after ${formatDuration(result.duration)}: ${reasonOf(result.error)}`)];
  }
  const error = rootCause(result.error);
  const [first = "", ...more] = messageOf(error).split("\n");
  const after = failed?.duration === undefined ? "" : ` after ${formatDuration(failed.duration)}`;
  const subject = failed === undefined ? "the run failed" : `node "${printable(failed.name)}" failed`;
  return [
    `${style.red(`✗ ${subject}${after}:`)} ${printable(first)}`,
    ...more.map((line) => `    ${printable(line)}`),
    ...(failed === undefined && stopped.length > 0
      ? [`    it was thrown where nothing waits for it, while ${stopped.join(", ")} ran`]
      : []),
    ...userFrames(error, { root, allowOthers: !isUserError(error) }).map((frame) =>
      style.dim(`    ${printable(frame)}`)
    ),
    ...(result.hookErrors ?? []).map((hookError) =>
      style.yellow(`  a hook failed too: ${printable(messageOf(hookError))}`)
    ),
  ];
}

function reasonOf(error: unknown): string {
  return printable(messageOf(error)).replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

/** What the user's code threw: the error that a {@linkcode NodeError} was made of, else the error itself. */
function rootCause(error: unknown): unknown {
  return error instanceof Error && error.name === "NodeError" && error.cause !== undefined
    ? error.cause
    : error;
}
