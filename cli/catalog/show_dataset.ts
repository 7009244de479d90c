import type { DatasetDetails } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatIssueList } from "../format_error.ts";
import { formatFacts } from "../format/block.ts";
import { formatNoun } from "../format/count.ts";
import { createStyle, type Style } from "../format/style.ts";
import { printable } from "../format/text.ts";
import { EXIT, writeJson } from "../guard.ts";
import type { ShowFlags } from "./catalog_routes.ts";
import { formatFields } from "./format_fields.ts";
import { withCatalog } from "./open_catalog.ts";

/** `kedge catalog show`. */
export async function showDataset(this: CliContext, flags: ShowFlags, name: string): Promise<void> {
  await withCatalog(this, flags, async ({ project, choice }) => {
    const { describeDataset } = await import("../../mod.ts");
    const details = await describeDataset(project, name, choice);
    if (flags.json) writeJson(this, details);
    else {
      const style = createStyle(this.stdout.isColoured);
      const lines = formatDetails(details, style, this.stdout.size()?.columns ?? 100);
      this.stdout.write(`${lines.join("\n")}\n`);
    }
    return EXIT.ok;
  });
}

/** Where datasets come from, but for those of patterns. */
const SOURCES: Readonly<Record<string, string>> = {
  entry: "an entry",
  parameters: "the parameters",
  memory: "the memory of a run",
};

function formatDetails(details: DatasetDetails, style: Style, width: number): string[] {
  const {
    name,
    type,
    from,
    pattern,
    layer,
    writtenAt,
    madeBy,
    readBy,
    pipelines,
    exists,
    versions,
    hasSchema,
  } = details;
  const source = SOURCES[from] ?? pattern ?? "";
  const list = (items: readonly string[]) => items.map(printable);
  return [
    `${style.bold(printable(name))} · ${printable(type)}`,
    ...formatFacts([
      { label: "from", items: list([source, ...(writtenAt === undefined ? [] : [writtenAt])]) },
      { label: "exists", items: exists === undefined ? [] : [exists ? "yes" : "no"] },
      { label: "versions", items: list(versions ?? []), separator: "\n" },
      { label: "layer", items: layer === undefined ? [] : [printable(layer)] },
      { label: "schema", items: [hasSchema ? "yes" : "none"] },
      { label: "made by", items: list(madeBy) },
      { label: "read by", items: list(readBy) },
      { label: "pipelines", items: list(pipelines) },
      {
        label: "entry",
        items: details.entry === undefined ? [] : formatFields(details.entry),
        separator: "\n",
        limit: 200,
      },
    ], { style, width }),
    ...details.problems.length === 0
      ? []
      : formatIssueList(formatNoun(details.problems.length, "problem"), details.problems, { style, width }),
  ];
}
