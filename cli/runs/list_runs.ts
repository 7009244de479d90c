import type { Experiment, Run, RunStatus } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatNoun } from "../format/count.ts";
import { createStyle } from "../format/style.ts";
import { fittingColumns, formatTable } from "../format/table.ts";
import { wrap } from "../format/wrap.ts";
import { EXIT, writeJson } from "../guard.ts";
import { parseCount } from "../parse_count.ts";
import { UsageError } from "../usage_error.ts";
import { chooseColumns, defaultColumnNames } from "./columns.ts";
import { type AnyRuns, withAnyRuns } from "./open_runs.ts";
import { experimentNames, runToJson } from "./run_facts.ts";
import type { ListFlags } from "./runs_routes.ts";

const DEFAULT_LIMIT = 20;

/** `kedge runs list`. */
export async function listRuns(this: CliContext, flags: ListFlags): Promise<void> {
  await withAnyRuns(this, flags, async (runs) => {
    const limit = parseCount("--limit", flags.limit) ?? DEFAULT_LIMIT;
    const { items, nextPageToken } = await runs.store.searchRuns({
      maxResults: limit,
      experimentIds: await experimentIds(runs, flags.experiment),
      status: flags.status && [flags.status.toUpperCase() as RunStatus],
      filter: flags.filter,
      orderBy: splitFields(flags.orderBy),
      lifecycleStage: flags.all ? "all" : "active",
    });
    const experiments = await experimentNames(runs.store);
    if (flags.json) {
      const list = items.map((run) => runToJson(run, experiments.get(run.info.experimentId)));
      writeJson(this, { runs: list, hasMore: nextPageToken !== undefined });
    } else if (items.length === 0) {
      this.stdout.write(`${emptyText(runs, flags)}\n`);
    } else {
      const lines = await formatRuns(this, items, { experiments, columns: flags.columns });
      const others = flags.orderBy === undefined ? "older" : "more";
      const more = nextPageToken === undefined ? [] : [`  … ${others} runs: --limit ${limit * 2}`];
      this.stdout.write(`${[...lines, ...more].join("\n")}\n`);
    }
    return EXIT.ok;
  });
}

async function formatRuns(
  context: CliContext,
  runs: readonly Run[],
  options: { readonly experiments: ReadonlyMap<string, string>; readonly columns: string | undefined },
): Promise<string[]> {
  const { suggest } = await import("../../mod.ts");
  const style = createStyle(context.stdout.isColoured);
  const sources = { runs, experiments: options.experiments, style, now: context.now(), suggest };
  const names = options.columns?.split(",").map((name) => name.trim()).filter((name) => name !== "");
  const chosen = chooseColumns(names ?? defaultColumnNames(sources), sources);
  const columns = chosen.map(({ column }) => column);
  const rows = runs.map((_, index) => chosen.map(({ cells }) => cells[index] ?? ""));
  const width = context.stdout.size()?.columns;
  const hidden = columns.slice(fittingColumns(columns, rows, width)).map(({ head }) => head);
  const note = hidden.length === 0 ? [] : [
    ...wrap(
      `… ${formatNoun(hidden.length, "column")} more: ${hidden.join(", ")} (--columns to choose)`,
      (width ?? Infinity) - 4,
    ).map((line, index) => style.dim(`${index === 0 ? "  " : "    "}${line}`)),
  ];
  return [...formatTable(columns, rows, { style, width }), ...note];
}

// Names in quotes may hold commas.
function splitFields(text: string | undefined): string[] | undefined {
  return text?.match(/(?:`[^`]*`|"[^"]*"|[^,`"])+/g)?.map((field) => field.trim());
}

async function experimentIds({ store }: AnyRuns, name: string | undefined): Promise<string[] | undefined> {
  if (name === undefined) return undefined;
  const found: Experiment | undefined = await store.getExperimentByName(name);
  if (found !== undefined) return [found.experimentId];
  const { suggest } = await import("../../mod.ts");
  const names = (await store.listExperiments()).map((experiment) => experiment.name);
  const meant = suggest(name, names);
  throw new UsageError(
    `There is no experiment "${name}"${
      meant === undefined ? `. Known: ${names.join(", ")}` : `. Did you mean "${meant}"?`
    }`,
  );
}

function emptyText({ command }: AnyRuns, { experiment, status, filter, store }: ListFlags): string {
  if (experiment !== undefined || status !== undefined || filter !== undefined) return "No such runs";
  if (store !== undefined) return "No runs yet";
  return `No runs yet. Make one with: ${command(["run"])}`;
}
