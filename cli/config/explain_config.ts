import type { CliContext } from "../context.ts";
import { createStyle } from "../format/style.ts";
import { writeJson } from "../guard.ts";
import type { ConfigFlags } from "./config_routes.ts";
import { formatDropped, formatOrigin } from "./format_origin.ts";
import { withConfig } from "./with_config.ts";

/** `kedge config explain`. */
export async function explainConfig(this: CliContext, flags: ConfigFlags, key: string): Promise<void> {
  await withConfig(this, flags, async (config, problems) => {
    const { origins, dropped } = await config.explain(key);
    if (flags.json) {
      return writeJson(this, { env: config.env, files: config.files, values: origins, dropped, problems });
    }
    const style = createStyle(this.stdout.isColoured);
    const blocks = [
      ...origins.map((origin) => formatOrigin(origin, style)),
      ...dropped.map((value) => formatDropped(value, style)),
    ];
    this.stdout.write(blocks.map((lines) => `${lines.join("\n")}\n`).join("\n"));
  });
}
