import type { ConfigError, Issue, LoadedConfig } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { EXIT, guard, type GuardOptions, reportError } from "../guard.ts";
import { requireProject, resolveSource } from "../project_folder.ts";
import type { ConfigFlags } from "./config_routes.ts";

/**
 * Read the configuration that flags mean and do something with it. What is wrong in it is told on standard error, and is no
 * reason not to look at the rest; the exit code is then 2.
 */
export async function withConfig(
  context: CliContext,
  flags: ConfigFlags,
  action: (config: LoadedConfig, problems: readonly Issue[]) => Promise<void>,
): Promise<void> {
  const options: GuardOptions = { json: flags.json };
  await guard(context, options, async () => {
    const { findProject, parseParams, readProjectConfig } = await import("../../mod.ts");
    const params = parseParams((flags.params ?? []).join(","));
    const root = await requireProject(context, findProject, flags.project);
    options.root = root;
    const confSource = resolveSource(context, flags.confSource);
    const errors: ConfigError[] = [];
    const onProblems = (error: ConfigError): void => void errors.push(error);
    const config = await readProjectConfig(root, { env: flags.env, params, confSource, onProblems });
    for (const error of errors) await reportError(context, error, { root });
    const problems = errors.flatMap(({ issues }) => issues);
    await action(config, problems);
    return problems.length > 0 ? EXIT.wrongUse : EXIT.ok;
  });
}
