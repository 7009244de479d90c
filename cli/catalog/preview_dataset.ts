import type { JsonValue, Preview } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { createStyle, type Style } from "../format/style.ts";
import { fittingColumns, formatTable } from "../format/table.ts";
import { printable } from "../format/text.ts";
import { EXIT, writeJson } from "../guard.ts";
import { parseCount } from "../parse_count.ts";
import type { PreviewFlags } from "./catalog_routes.ts";
import { withCatalog } from "./open_catalog.ts";

/** `kedge catalog preview`. */
export async function previewDataset(this: CliContext, flags: PreviewFlags, name: string): Promise<void> {
  await withCatalog(this, flags, async ({ project, choice: { loadVersions, loadVersionsAt } }) => {
    const limit = parseCount("--limit", flags.limit);
    const { previewDataset } = await import("../../mod.ts");
    const preview = await previewDataset(project, name, { limit, loadVersions, loadVersionsAt });
    if (flags.json) writeJson(this, preview);
    else {
      const style = createStyle(this.stdout.isColoured);
      const lines = formatPreview(preview, style, this.stdout.size()?.columns);
      this.stdout.write(`${lines.join("\n")}\n`);
    }
    return EXIT.ok;
  });
}

function formatPreview(preview: Preview, style: Style, width: number | undefined): string[] {
  const more = preview.isWhole ? [] : [style.dim("  … more: --limit N")];
  switch (preview.kind) {
    case "table":
      return [...formatRows(preview, style, width), ...more];
    case "text":
      return [...preview.text.replace(/\n$/, "").split("\n").map(printable), ...more];
    case "value":
      return [...JSON.stringify(preview.value, null, 2).split("\n").map(printable), ...more];
    default:
      return preview satisfies never;
  }
}

function formatRows(
  { columns: names, rows }: Extract<Preview, { kind: "table" }>,
  style: Style,
  width: number | undefined,
): string[] {
  const columns = names.map((name, index) => ({
    head: printable(name),
    align: rows.every((row) => isNumber(row[index])) ? "right" as const : "left" as const,
  }));
  const cells = rows.map((row) => row.map(formatCell));
  const hidden = names.slice(fittingColumns(columns, cells, width)).map(printable);
  const note = hidden.length === 0 ? [] : [style.dim(`  … other columns: ${hidden.join(", ")}`)];
  return [...formatTable(columns, cells, { style, width }), ...note];
}

function isNumber(value: JsonValue | undefined): boolean {
  return typeof value === "number" || value === null || value === undefined;
}

function formatCell(value: JsonValue): string {
  if (value === null) return "–";
  return printable(typeof value === "string" ? value : JSON.stringify(value));
}
