import type { CliContext } from "../context.ts";
import { createStyle } from "../format/style.ts";
import { printable } from "../format/text.ts";
import { EXIT, writeJson } from "../guard.ts";
import type { CatalogFlags } from "./catalog_routes.ts";
import { formatFields } from "./format_fields.ts";
import { withCatalog } from "./open_catalog.ts";

/** `kedge catalog resolve`. */
export async function resolveDataset(this: CliContext, flags: CatalogFlags, name: string): Promise<void> {
  await withCatalog(this, flags, async ({ project }) => {
    const { resolveDataset } = await import("../../mod.ts");
    const resolved = await resolveDataset(project, name);
    if (flags.json) writeJson(this, resolved);
    else {
      const style = createStyle(this.stdout.isColoured);
      const { pattern, entry, writtenAt } = resolved;
      const source = [pattern === undefined ? "an entry" : `pattern ${pattern}`, writtenAt]
        .filter((part) => part !== undefined).map(printable).join(" · ");
      const lines = [
        `${style.bold(printable(name))} · ${source}`,
        ...formatFields(entry).map((line) => `  ${line}`),
      ];
      this.stdout.write(`${lines.join("\n")}\n`);
    }
    return EXIT.ok;
  });
}
