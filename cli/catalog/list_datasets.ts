import type { CatalogListing } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatNoun } from "../format/count.ts";
import { createStyle, type Style } from "../format/style.ts";
import { formatTable } from "../format/table.ts";
import { printable } from "../format/text.ts";
import { EXIT, writeJson } from "../guard.ts";
import type { ListFlags } from "./catalog_routes.ts";
import { withCatalog } from "./open_catalog.ts";

/** `kedge catalog list`. */
export async function listDatasets(this: CliContext, flags: ListFlags): Promise<void> {
  await withCatalog(this, flags, async ({ project, choice }) => {
    const { listDatasets } = await import("../../mod.ts");
    const listing = await listDatasets(project, choice);
    if (flags.json) writeJson(this, listing);
    else {
      const style = createStyle(this.stdout.isColoured);
      this.stdout.write(`${formatListing(listing, style, this.stdout.size()?.columns).join("\n")}\n`);
    }
    return EXIT.ok;
  });
}

function formatListing(
  { datasets, patterns }: CatalogListing,
  style: Style,
  width: number | undefined,
): string[] {
  if (datasets.length === 0 && patterns.length === 0) {
    return ["No datasets: neither entries nor pipelines have any"];
  }
  const columns = ["dataset", "type", "made by", "read by", "from"].map((head) => ({ head }));
  const rows = datasets.map(({ name, type, madeBy, readBy, from, pattern, writtenAt }) =>
    [
      name,
      type,
      madeBy.join(", ") || "–",
      readBy.join(", ") || "–",
      [pattern, writtenAt].filter((part) => part !== undefined).join("  ") ||
      (from === "memory" ? "memory of the run" : "code"),
    ].map(printable)
  );
  const patternRows = patterns.map(({ pattern, type, makes, writtenAt }) =>
    [pattern, type, formatNoun(makes.length, "dataset"), writtenAt ?? "code"].map(printable)
  );
  const patternColumns = ["pattern", "type", "makes", "from"].map((head) => ({ head }));
  return [
    ...(rows.length === 0 ? [] : formatTable(columns, rows, { style, width })),
    ...(rows.length === 0 || patternRows.length === 0 ? [] : [""]),
    ...(patternRows.length === 0 ? [] : formatTable(patternColumns, patternRows, { style, width })),
  ];
}
