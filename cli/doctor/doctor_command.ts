import type { Command } from "../../lib/deps/stricli.ts";
import type { CliContext } from "../context.ts";
import { textFlag } from "../flag_kinds.ts";
import { runsCommand, type RunsFlags } from "../runs/route_parts.ts";

/** Flags of `kedge doctor`. */
export interface DoctorFlags extends RunsFlags {
  readonly env?: string | undefined;
}

// Not a literal import(): `--help` needs none of it.
const DOCTOR: string = "./doctor.ts";

/** `kedge doctor`. */
export function doctorCommand(prefix: string): Command<CliContext> {
  return runsCommand<DoctorFlags>(prefix, {
    brief: "Check the project, its store and its server, and tell what to do",
    text:
      "Check everything that runs depend on: project and configuration, store, MLflow server, versions, permissions and disk. " +
      "Nothing is changed. It exits with 1 when something does not work.",
    examples: [
      { args: "doctor", does: "check the project here" },
      { args: "doctor --env prod", does: "with the configuration of another environment" },
      { args: "doctor --json", does: "for programs" },
    ],
    flags: { env: textFlag("NAME", "Environment whose configuration is checked") },
    load: async () => (await import(DOCTOR) as typeof import("./doctor.ts")).doctor,
  }, []);
}
