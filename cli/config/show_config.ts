import type { CliContext } from "../context.ts";
import { createStyle } from "../format/style.ts";
import { writeJson } from "../guard.ts";
import type { ConfigFlags } from "./config_routes.ts";
import { formatYaml } from "./format_yaml.ts";
import { withConfig } from "./with_config.ts";

/** `kedge config show`. */
export async function showConfig(this: CliContext, flags: ConfigFlags, group?: string): Promise<void> {
  await withConfig(this, flags, async (config, problems) => {
    // That there is such a kind of configuration.
    if (group !== undefined) config.group(group);
    const { origins } = await config.explain();
    const shown = origins.filter((origin) => group === undefined || origin.group === group);
    const { env, files } = config;
    if (flags.json) return writeJson(this, { env, files, values: shown, problems });
    const lines = formatYaml(shown, {
      style: createStyle(this.stdout.isColoured),
      isNamed: group === undefined,
    });
    this.stdout.write(lines.map((line) => `${line}\n`).join(""));
  });
}
