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
const EDIT_RUN: string = "./edit_run.ts";
const DELETE_RUNS: string = "./delete_runs.ts";
const PURGE_RUNS: string = "./purge_runs.ts";

const RUN = textArgument("RUN", "The run");

/** Flags of `kedge runs tag`. */
export interface TagFlags extends AnyRunsFlags {
  readonly remove?: string | undefined;
}

/** Flags of `kedge runs purge`. */
export interface PurgeFlags extends RunsFlags {
  readonly olderThan?: string | undefined;
  readonly yes?: boolean | undefined;
}

/** The commands that change runs. */
export function editRoutes(prefix: string): Record<string, Command<CliContext>> {
  const loadEdit = async () => await import(EDIT_RUN) as typeof import("./edit_run.ts");
  const loadDelete = async () => await import(DELETE_RUNS) as typeof import("./delete_runs.ts");
  return {
    tag: runsListCommand<TagFlags>(prefix, {
      brief: "Set or remove tags of a run",
      text: `Set tags of a run, or remove some.\n\n${WHICH}`,
      examples: [
        { args: "runs tag @latest team=birds stage=draft", does: "set two tags" },
        { args: "runs tag @latest --remove stage,team", does: "remove them" },
      ],
      flags: { remove: textFlag("A,B", "Tags to remove"), ...STORE_FLAG },
      load: async () => (await loadEdit()).tagRun,
    }, { parameter: textArgument("RUN KEY=VALUE", "The run, then tags to set"), minimum: 1 }),
    note: runsListCommand<AnyRunsFlags>(prefix, {
      brief: "Write a note about a run",
      text: `Write a note about a run, or print the one it has. An empty text removes it.\n\n${WHICH}`,
      examples: [
        { args: 'runs note @latest "Try with more trees"', does: "write a note" },
        { args: "runs note @latest", does: "print it" },
        { args: 'runs note @latest ""', does: "remove it" },
      ],
      flags: STORE_FLAG,
      load: async () => (await loadEdit()).noteRun,
    }, { parameter: textArgument("RUN TEXT", "The run, then what to write"), minimum: 1 }),
    rename: runsCommand<AnyRunsFlags>(prefix, {
      brief: "Give a run another name",
      text: `Give a run another name.\n\n${WHICH}`,
      examples: [{ args: "runs rename @latest baseline", does: "call the newest run baseline" }],
      flags: STORE_FLAG,
      load: async () => (await loadEdit()).renameRun,
    }, [RUN, textArgument("NAME", "Its new name")]),
    delete: runsListCommand<AnyRunsFlags>(prefix, {
      brief: "Delete runs; they can be restored",
      text: `Delete runs. They can be restored until they are purged.\n\n${WHICH}`,
      examples: [
        { args: "runs delete @latest", does: "delete the newest run" },
        { args: "runs delete 8f3c brave-tern-52", does: "delete two" },
      ],
      flags: STORE_FLAG,
      load: async () => (await loadDelete()).deleteRuns,
    }, { parameter: RUN, minimum: 1 }),
    restore: runsListCommand<AnyRunsFlags>(prefix, {
      brief: "Restore deleted runs",
      text: `Restore runs that were deleted.\n\n${
        WHICH.replace("a name (the newest run", "a name (the newest deleted run")
      }`,
      examples: [
        { args: "runs restore brave-tern-52", does: "restore a run" },
        { args: "runs list --all", does: "find the deleted ones" },
      ],
      flags: STORE_FLAG,
      load: async () => (await loadDelete()).restoreRuns,
    }, { parameter: RUN, minimum: 1 }),
    purge: runsCommand<PurgeFlags>(prefix, {
      brief: "Remove deleted runs for ever",
      text:
        "Remove deleted runs for ever, with their artifacts, and deleted experiments without runs. Without --yes it only " +
        "shows what it would remove.",
      examples: [
        { args: "runs purge", does: "what would be removed" },
        { args: "runs purge --older-than 30d --yes", does: "remove what was deleted more than 30 days ago" },
      ],
      flags: {
        olderThan: textFlag("TIME", "Only what was deleted so long ago: 30d, 12h, 45m"),
        yes: switchFlag("Remove it; it cannot be undone"),
      },
      load: async () => (await import(PURGE_RUNS) as typeof import("./purge_runs.ts")).purgeRuns,
    }, []),
  };
}
