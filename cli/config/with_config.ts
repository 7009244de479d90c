import type { LoadedConfig } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { EXIT, guard, type GuardOptions } from "../guard.ts";
import { requireProject, resolveSource } from "../project_folder.ts";
import type { ConfigFlags } from "./config_routes.ts";

/** Read the configuration that flags mean and do something with it; the exit code is 0 when that goes well. */
export async function withConfig(
  context: CliContext,
  flags: ConfigFlags,
  action: (config: LoadedConfig) => Promise<void>,
): Promise<void> {
  const options: GuardOptions = { json: flags.json };
  await guard(context, options, async () => {
    const { findProject, parseParams, readProjectConfig } = await import("../../mod.ts");
    const params = parseParams((flags.params ?? []).join(","));
    const root = await requireProject(context, findProject, flags.project);
    options.root = root;
    const confSource = resolveSource(context, flags.confSource);
    await action(await readProjectConfig(root, { env: flags.env, params, confSource }));
    return EXIT.ok;
  });
}
