import {
  type Application,
  type ApplicationText,
  buildApplication,
  buildRouteMap,
  version,
} from "../lib/deps/stricli.ts";
import { VERSION } from "../lib/core/version.ts";
import { catalogRoutes } from "./catalog/catalog_routes.ts";
import { commandPrefix } from "./command_prefix.ts";
import { configRoutes } from "./config/config_routes.ts";
import type { CliContext } from "./context.ts";
import { describeWithExamples } from "./examples.ts";
import { doctorCommand } from "./doctor/doctor_command.ts";
import { helpFlag } from "./help.ts";
import { newCommand } from "./new/new_command.ts";
import { runCommand } from "./run/run_command.ts";
import { runsRoutes } from "./runs/runs_routes.ts";
import { syncCommand } from "./sync/sync_command.ts";
import { storeRoutes } from "./store/store_routes.ts";

/** The commands of Kedge. */
export function buildApp(context: CliContext, text: ApplicationText): Application<CliContext> {
  const prefix = commandPrefix(context);
  const root = buildRouteMap<
    "run" | "runs" | "catalog" | "config" | "store" | "sync" | "doctor" | "new",
    CliContext
  >({
    routes: {
      run: runCommand(prefix),
      runs: runsRoutes(prefix),
      catalog: catalogRoutes(prefix),
      config: configRoutes(prefix),
      store: storeRoutes(prefix),
      sync: syncCommand(prefix),
      doctor: doctorCommand(prefix),
      new: newCommand(prefix),
    },
    docs: {
      brief: "Kedge",
      fullDescription: describeWithExamples(
        prefix,
        "Kedge: data and machine-learning pipelines in TypeScript.",
        [
          { args: "new weather", does: "make a project" },
          { args: "run", does: "run it" },
          { args: "runs compare @latest @previous", does: "see what changed between the two newest runs" },
          { args: "catalog check", does: "find what is missing, without running anything" },
          { args: "run --help", does: "the flags of a command" },
        ],
      ),
    },
  });
  return buildApplication(root, {
    name: prefix,
    scanner: {
      caseStyle: "allow-kebab-for-camel",
      // Two other letters at most, so that a guess is near what was typed.
      distanceOptions: {
        threshold: 4,
        weights: { insertion: 1, deletion: 2, substitution: 2, transposition: 0 },
      },
    },
    localization: { text },
  }, {
    help: helpFlag(context),
    version: version({ brief: "Print the version and exit", info: { currentVersion: VERSION } }),
  });
}
