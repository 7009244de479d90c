import type { RunResult } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { projectCommand } from "../project_folder.ts";
import { hideValues } from "./hide_values.ts";
import type { NextCommand } from "./run_report.ts";
import type { RunFlags } from "./run_command.ts";

/** What to type after a run: compare it or look at it; after a failure, how to go on. */
export function nextCommands(
  context: CliContext,
  run: {
    readonly result: RunResult;
    readonly flags: RunFlags;
    readonly root: string;
    readonly hasEarlierRun: boolean;
    /** Whether a value is shown as `***`, by the keys down to it. */
    readonly isHidden: (path: readonly string[]) => boolean;
    /** Hides secrets in a text. @default {there are none} */
    readonly mask?: ((text: string) => string) | undefined;
  },
): NextCommand[] {
  const { result, flags, root, hasEarlierRun, isHidden, mask = (text) => text } = run;
  const { runId, runName, pipelineNames } = result;
  // A run that is called like its pipelines will not be the only one for long.
  const reference = runName === pipelineNames.join("+") ? runId.slice(0, 8) : runName;
  const command = (label: string, ...args: readonly string[]): NextCommand => ({
    label,
    command: projectCommand(context, root, args),
  });
  const copy = isLeft(result, "waiting")
    ? [command("copy", "sync")]
    : isLeft(result, "refused")
    ? [command("copy", "sync", "--status")]
    : [];
  if (result.status === "finished") {
    if (!result.tracked) return [];
    if (!hasEarlierRun) return [command("details", "runs", "show", reference), ...copy];
    return [command("compare", "runs", "compare", reference, "@previous"), ...copy];
  }
  const resume = result.resumeFrom.length === 0 ? [] : [command(
    "go on",
    "run",
    ...resumeArgs(flags, result.resumeFrom).map((text) => hideValues(mask(text), isHidden)),
  )];
  const details = result.tracked ? [command("details", "runs", "show", reference)] : [];
  return [...resume, ...details, ...copy];
}

function isLeft({ replication }: RunResult, what: "waiting" | "refused"): boolean {
  return replication?.unfinished.some((part) =>
    what === "waiting" ? part.waiting > 0 : part.refused.length > 0
  ) ?? false;
}

/** The flags of the run again, but for where it starts. */
function resumeArgs(flags: RunFlags, resumeFrom: readonly string[]): string[] {
  const again = {
    ...flags,
    fromNodes: resumeFrom.join(","),
    json: undefined,
    project: undefined,
    runName: undefined,
  };
  return Object.entries(again).flatMap(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === undefined || value === false) return [];
    if (value === true) return [flag];
    return (typeof value === "string" ? [value] : value).flatMap((text) => [flag, text]);
  });
}
