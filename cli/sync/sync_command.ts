import type { Command } from "../../lib/deps/stricli.ts";
import type { CliContext } from "../context.ts";
import { switchFlag, textFlag } from "../flag_kinds.ts";
import { type RunsFlags, runsListCommand, textArgument, WHICH } from "../runs/route_parts.ts";

/** Flags of `kedge sync`. */
export interface SyncFlags extends RunsFlags {
  readonly env?: string | undefined;
  readonly to?: string | undefined;
  readonly status?: boolean | undefined;
  readonly retry?: boolean | undefined;
  readonly watch?: boolean | undefined;
}

// Not a literal import(): `--help` needs none of it.
const SYNC: string = "./sync.ts";

/** `kedge sync`. */
export function syncCommand(prefix: string): Command<CliContext> {
  return runsListCommand<SyncFlags>(prefix, {
    brief: "Copy runs to the MLflow server of the project",
    text:
      "Copy to the server what it does not have yet: of every run that was recorded while one was configured, and of the " +
      `runs that are named. What the server refuses is kept, with the reason.\n\n${WHICH}`,
    examples: [
      { args: "sync", does: "copy what is left" },
      { args: "sync --status", does: "what waits, and what was refused for which reason" },
      { args: "sync --retry", does: "send what was refused again, and what the server has lost" },
      { args: "sync @latest --to http://localhost:5000", does: "copy one run to another server" },
      { args: "sync --watch", does: "go on copying, for as long as it runs" },
    ],
    flags: {
      env: textFlag("NAME", "Environment whose configuration names the server"),
      to: textFlag("URL", "Server to copy to [default: as configured, else MLFLOW_TRACKING_URI]"),
      status: switchFlag("Copy nothing: tell how far copying has come"),
      retry: switchFlag("Send again what was refused, and make anew what was removed there for good"),
      watch: switchFlag("Go on until it is stopped"),
    },
    load: async () => (await import(SYNC) as typeof import("./sync.ts")).syncRuns,
  }, { parameter: textArgument("RUN", "A run that was recorded without a server"), minimum: 0 });
}
