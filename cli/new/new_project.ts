import { basename, relative, resolve } from "node:path";
import type { ConfigSchemas } from "../../mod.ts";
import { commandInNewProject, formatCommand } from "../command_prefix.ts";
import { SCHEMAS_FOLDER } from "../config/config_schema.ts";
import type { CliContext } from "../context.ts";
import { formatFacts } from "../format/block.ts";
import { createStyle } from "../format/style.ts";
import { printable } from "../format/text.ts";
import { EXIT, guard } from "../guard.ts";
import { userFolder } from "../project_folder.ts";
import { renderProject } from "./render_project.ts";
import { writeProject } from "./write_project.ts";

/** `kedge new`. */
export async function newProject(this: CliContext, _flags: Record<never, never>, dir: string): Promise<void> {
  await guard(this, {}, async () => {
    const from = userFolder(this);
    const folder = resolve(from, dir);
    const base = new URL("../../", import.meta.url).href;
    const { configSchemas } = await import("../../mod.ts");
    const files = renderProject({ name: basename(folder), base, deno: Deno.version.deno });
    await writeProject(folder, { ...files, ...schemaFiles(await configSchemas({ pipelines: {} })) });
    this.stdout.write(`${formatMade(this, folder, from).join("\n")}\n`);
    return EXIT.ok;
  });
}

/** What the first lines of the YAML files refer to. */
function schemaFiles(schemas: ConfigSchemas): Record<string, string> {
  const files = Object.entries(schemas)
    .map(([name, schema]) => [`${SCHEMAS_FOLDER}/${name}.json`, `${JSON.stringify(schema)}\n`]);
  return Object.fromEntries(files);
}

function formatMade(context: CliContext, folder: string, from: string): string[] {
  const style = createStyle(context.stdout.isColoured);
  const width = context.stdout.size()?.columns ?? 100;
  const prefix = commandInNewProject(context);
  const path = relative(from, folder);
  const commands = [
    ...(path === "" ? [] : [formatCommand("cd", [path.startsWith("..") ? folder : path])]),
    formatCommand(prefix, ["run"]),
    formatCommand(prefix, ["run", "--params", "limit=20"]),
    formatCommand(prefix, ["runs", "compare", "@latest", "@previous"]),
  ];
  return [
    `${style.green("✓ made")} ${style.bold(printable(path === "" ? basename(folder) : path))}`,
    ...formatFacts([
      { label: "kedge.ts", items: ["what the project is made of"] },
      { label: "pipelines", items: ["functions, and the nodes that call them"] },
      { label: "conf/base", items: ["the catalog of data, parameters, settings"] },
      { label: "data", items: ["a few readings to begin with"] },
      { label: "tests", items: ["run them with: deno task test"] },
    ], { style, width }),
    "",
    ...formatFacts([{ label: "next", items: commands, separator: "\n" }], { style, width }),
  ];
}
