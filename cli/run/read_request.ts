import { resolve } from "node:path";
import type { parseRunRequest, readRunFile, RunRequest } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { resolveSource, userFolder } from "../project_folder.ts";
import { flagWords } from "./flag_words.ts";
import type { RunFlags } from "./run_command.ts";

/** What is used of `mod.ts`. */
export interface RequestReaders {
  readonly parseRunRequest: typeof parseRunRequest;
  readonly readRunFile: typeof readRunFile;
}

/** What to run, as flags and the run file that they name say. Paths count from where the user stands. */
export async function readRequest(
  context: CliContext,
  flags: RunFlags,
  { parseRunRequest, readRunFile }: RequestReaders,
): Promise<RunRequest> {
  const folder = userFolder(context);
  const inFile = flags.config === undefined
    ? []
    : await readRunFile(resolve(folder, flags.config), { name: flags.config });
  const request = parseRunRequest(inFile, flagWords(flags));
  return {
    ...request,
    open: { ...request.open, confSource: resolveSource(context, request.open.confSource) },
  };
}
