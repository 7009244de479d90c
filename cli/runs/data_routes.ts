import type { Command } from "../../lib/deps/stricli.ts";
import type { CliContext } from "../context.ts";
import { switchFlag } from "../flag_kinds.ts";
import { runsCommand, type RunsFlags, textArgument, WHICH } from "./route_parts.ts";

// Not literal import()s: see runs_routes.ts.
const SHOW_LINEAGE: string = "./show_lineage.ts";
const RERUN: string = "./rerun.ts";

/** Flags of `kedge runs rerun`. */
export interface RerunFlags extends RunsFlags {
  readonly dryRun?: boolean | undefined;
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
  };
}
