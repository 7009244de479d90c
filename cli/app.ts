import {
  type Application,
  type ApplicationText,
  buildApplication,
  buildRouteMap,
  version,
} from "../lib/deps/stricli.ts";
import { VERSION } from "../lib/core/version.ts";
import { commandPrefix } from "./command_prefix.ts";
import type { CliContext } from "./context.ts";
import { helpFlag } from "./help.ts";
import { runCommand } from "./run/run_command.ts";
import { runsRoutes } from "./runs/runs_routes.ts";

/** The commands of Kedge. */
export function buildApp(context: CliContext, text: ApplicationText): Application<CliContext> {
  const prefix = commandPrefix(context);
  const root = buildRouteMap<"run" | "runs", CliContext>({
    routes: { run: runCommand(prefix), runs: runsRoutes(prefix) },
    docs: { brief: "Kedge: data and machine-learning pipelines in TypeScript" },
  });
  return buildApplication(root, {
    name: prefix,
    scanner: { caseStyle: "allow-kebab-for-camel" },
    localization: { text },
  }, {
    help: helpFlag(context),
    version: version({ brief: "Print the version and exit", info: { currentVersion: VERSION } }),
  });
}
