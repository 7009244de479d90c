import type { DatasetUse, Lineage, Origin, RunInfo } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatNoun } from "../format/count.ts";
import { formatRelativeTime } from "../format/relative_time.ts";
import { formatSize } from "../format/size.ts";
import { createStyle, type Style } from "../format/style.ts";
import { printable } from "../format/text.ts";
import { EXIT, writeJson } from "../guard.ts";
import { userFolder } from "../project_folder.ts";
import { withRuns } from "./open_runs.ts";
import { readProfile } from "./read_profile.ts";
import type { RunsFlags } from "./route_parts.ts";
import { statusWord } from "./run_facts.ts";

const READERS = 10;

/** `kedge runs lineage`. */
export async function showLineage(this: CliContext, flags: RunsFlags, reference = ""): Promise<void> {
  await withRuns(this, flags, async ({ store }) => {
    const { traceLineage } = await import("../../mod.ts");
    const lineage = await traceLineage(store, reference, { from: userFolder(this) });
    if (flags.json) writeJson(this, lineage);
    else this.stdout.write(`${formatLineage(lineage, this).join("\n")}\n`);
    return EXIT.ok;
  });
}

function formatLineage({ target, origin, readers }: Lineage, context: CliContext): readonly string[] {
  const style = createStyle(context.stdout.isColoured);
  const now = context.now();
  return [
    `${style.bold(printable(target.name))}  ${style.dim(target.digest.slice(0, 12))}`,
    ...(target.state === "changed"
      ? [`  ${style.yellow("!")} The file has changed since: what follows is about what the run wrote`]
      : []),
    ...(origin === undefined ? ["  no run made it"] : formatOrigin(origin, { style, now, indent: "  " })),
    ...(readers.length === 0 ? [] : [
      `  ${style.dim("read by")}`,
      ...readers.slice(0, READERS).map(({ run, use }) => `    ${formatRun(run, use, { style, now })}`),
      ...(readers.length > READERS ? [`    … ${readers.length - READERS} more`] : []),
    ]),
  ];
}

interface Drawing {
  readonly style: Style;
  readonly now: number;
}

function formatOrigin(
  { run, output, inputs, models }: Origin,
  options: Drawing & { readonly indent: string },
): readonly string[] {
  const { indent, style } = options;
  return [
    `${indent}${style.dim("made by")} ${formatRun(run, output, options)}`,
    ...(inputs.length + models.length === 0 ? [] : [`${indent}${style.dim("from")}`]),
    ...inputs.flatMap(({ use, origin }) => withOrigin(formatData(use, style), origin, options)),
    ...models.flatMap(({ model: { name, modelId }, origin }) =>
      withOrigin(`model ${printable(name)} · ${style.dim(modelId.slice(0, 14))}`, origin, options)
    ),
  ];
}

function withOrigin(
  text: string,
  origin: Origin | undefined,
  options: Drawing & { readonly indent: string },
): readonly string[] {
  const { indent } = options;
  return [
    `${indent}  ${text}`,
    ...(origin === undefined ? [] : formatOrigin(origin, { ...options, indent: `${indent}    ` })),
  ];
}

function formatRun(
  { runName, runId, status, startTime }: RunInfo,
  use: DatasetUse | undefined,
  { style, now }: Drawing,
): string {
  const node = use?.node;
  const parts = [
    `${printable(runName)} ${style.dim(runId.slice(0, 8))}`,
    ...(node === undefined ? [] : [`node ${printable(node)}`]),
    ...(status === "FINISHED" ? [] : [statusWord(status)]),
    formatRelativeTime(startTime, now),
  ];
  return parts.join(" · ");
}

function formatData({ dataset, uri }: DatasetUse, style: Style): string {
  const { rows, bytes } = readProfile(dataset);
  const parts = [
    `${printable(dataset.name)}${uri === undefined ? "" : `  ${printable(uri)}`}`,
    ...(rows === undefined ? [] : [formatNoun(rows, "row")]),
    ...(bytes === undefined ? [] : [formatSize(bytes)]),
    style.dim(dataset.digest.slice(0, 12)),
  ];
  return parts.join(" · ");
}
