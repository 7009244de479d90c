import { join, relative } from "node:path";
import type { CliContext } from "../context.ts";
import { formatFacts } from "../format/block.ts";
import { createStyle } from "../format/style.ts";
import { printable } from "../format/text.ts";
import { EXIT, guard, type GuardOptions, writeJson } from "../guard.ts";
import { requireProject, userFolder } from "../project_folder.ts";
import { UsageError } from "../usage_error.ts";
import type { SchemaFlags } from "./config_routes.ts";

/** Where schemas lie: beside the environments, in a folder that neither Kedge nor Kedro reads. */
export const SCHEMAS_FOLDER = "conf/.schemas";

/** `kedge config schema`. */
export async function configSchema(this: CliContext, flags: SchemaFlags, group?: string): Promise<void> {
  const options: GuardOptions = { json: flags.json };
  await guard(this, options, async () => {
    const { configSchemas, findProject, suggest, writeConfigSchemas } = await import("../../mod.ts");
    const root = await requireProject(this, findProject, flags.project);
    options.root = root;
    const schemas = await configSchemas(root);
    if (group !== undefined) {
      const known = Object.keys(schemas);
      const schema = Object.entries(schemas).find(([name]) => name === group)?.[1];
      if (schema === undefined) throw unknownGroup(group, { known, suggestion: suggest(group, known) });
      writeJson(this, schema);
      return EXIT.ok;
    }
    const files = await writeConfigSchemas(join(root, SCHEMAS_FOLDER), schemas);
    const paths = files.map((file) => relative(userFolder(this), file).replaceAll("\\", "/"));
    if (flags.json) writeJson(this, { files: paths });
    else this.stdout.write(`${formatWritten(paths, this).join("\n")}\n`);
    return EXIT.ok;
  });
}

function formatWritten(paths: readonly string[], context: CliContext): string[] {
  const style = createStyle(context.stdout.isColoured);
  const width = context.stdout.size()?.columns ?? 100;
  const line = "# yaml-language-server: $schema=../.schemas/catalog.json";
  return [
    `${style.green("✓ wrote")} ${paths.length} schemas`,
    ...formatFacts([
      { label: "files", items: paths.map(printable), separator: "\n" },
      { label: "use", items: [`as the first line of a file, here conf/base/catalog.yml: ${line}`] },
    ], { style, width }),
  ];
}

function unknownGroup(
  group: string,
  { known, suggestion }: { readonly known: readonly string[]; readonly suggestion: string | undefined },
): UsageError {
  const hint = suggestion === undefined ? "" : `. Did you mean "${suggestion}"?`;
  return new UsageError(`There is no schema of "${group}": known are ${known.join(", ")}${hint}`);
}
