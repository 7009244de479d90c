import type { Issue } from "../../mod.ts";
import { commandPrefix } from "../command_prefix.ts";
import type { CliContext } from "../context.ts";
import { createStyle } from "../format/style.ts";
import { printable } from "../format/text.ts";

/** Something to know about the configuration, with its place and commands as they are typed here. */
export function formatNotice({ message, place }: Issue, context: CliContext): string {
  const style = createStyle(context.stderr.isColoured);
  const where = place?.line === undefined ? "" : `${place.file}:${place.line}  `;
  const text = message.replaceAll('"kedge ', `"${commandPrefix(context)} `);
  return `${style.yellow("!")} ${where}${text.split("\n").map(printable).join("\n")}`;
}
