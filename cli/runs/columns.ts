import type { Run } from "../../mod.ts";
import { formatDuration } from "../format/duration.ts";
import { formatNumbers } from "../format/number.ts";
import { formatRelativeTime } from "../format/relative_time.ts";
import type { Style } from "../format/style.ts";
import type { Cell, Column } from "../format/table.ts";
import { printable } from "../format/text.ts";
import { UsageError } from "../usage_error.ts";
import { runDuration, statusPaint, statusWord, TAG } from "./run_facts.ts";

/** A column of a table of runs: its head, and a cell for each run. */
export interface RunColumn {
  /** How the column is drawn. */
  readonly column: Column;
  /** Its cells, in the order of the runs. */
  readonly cells: readonly Cell[];
}

/** What columns are made of. */
export interface ColumnSources {
  /** The runs. */
  readonly runs: readonly Run[];
  /** Names of experiments by id. */
  readonly experiments: ReadonlyMap<string, string>;
  /** Colours. */
  readonly style: Style;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Finds the name that was probably meant. */
  readonly suggest: (word: string, known: Iterable<string>) => string | undefined;
}

const NONE = "–";
const MAX_RECORDED = 6; // columns of metrics, and of params, when nobody chose
const FACTS = ["run", "id", "experiment", "status", "started", "took", "node", "user"] as const;
type Fact = typeof FACTS[number];
type Kind = "metrics" | "params" | "tags";

interface Recorded {
  readonly kind: Kind;
  readonly key: string;
}

/**
 * The columns of these names: facts of runs, metrics, params and tags; `params.x` where a name is taken twice.
 *
 * @throws {UsageError} When no run has what a name asks for.
 */
export function chooseColumns(names: readonly string[], sources: ColumnSources): RunColumn[] {
  return names.map((name) => {
    if (isFact(name)) return factColumn(name, sources);
    const found = findRecorded(name, sources.runs);
    if (found === undefined) throw unknownColumn(name, sources);
    return found.kind === "metrics" ? metricColumn(found.key, sources.runs) : textColumn(found, sources.runs);
  });
}

/** The columns to show when nobody chose: which, how and when, the metrics, and the params that differ. */
export function defaultColumnNames({ runs }: ColumnSources): string[] {
  const experimentCount = new Set(runs.map(({ info }) => info.experimentId)).size;
  return [
    "run",
    "status",
    "started",
    "took",
    ...(experimentCount > 1 ? ["experiment"] : []),
    ...(runs.some(({ tags }) => TAG.errorNode in tags) ? ["node"] : []),
    ...firstOf(commonKeys(finishedOf(runs), "metrics"), "metrics"),
    ...firstOf(commonKeys(runs, "params").filter((key) => differs(runs, key)), "params"),
  ];
}

function firstOf(keys: readonly string[], kind: Kind): string[] {
  return keys.slice(0, MAX_RECORDED).map((key) => `${kind}.${key}`);
}

// The metrics that decide come at the end of a run, so those of runs that did not get there count less.
function finishedOf(runs: readonly Run[]): readonly Run[] {
  const finished = runs.filter(({ info }) => info.status === "FINISHED");
  return finished.length > 0 ? finished : runs;
}

function factColumn(fact: Fact, { runs, experiments, style, now }: ColumnSources): RunColumn {
  switch (fact) {
    case "run":
      return { column: { head: "run" }, cells: runs.map(({ info }) => printable(info.runName)) };
    case "id":
      return { column: { head: "id" }, cells: runs.map(({ info }) => info.runId) };
    case "experiment":
      return {
        column: { head: "experiment" },
        cells: runs.map(({ info }) => printable(experiments.get(info.experimentId) ?? info.experimentId)),
      };
    case "status":
      return {
        column: { head: "status" },
        cells: runs.map(({ info: { status, lifecycleStage } }) => ({
          text: lifecycleStage === "deleted" ? `${statusWord(status)}, deleted` : statusWord(status),
          paint: statusPaint(status, style),
        })),
      };
    case "started":
      return {
        column: { head: "started" },
        cells: runs.map(({ info }) => formatRelativeTime(info.startTime, now)),
      };
    case "took":
      return {
        column: { head: "took", align: "right" },
        cells: runs.map((run) => formatDuration(runDuration(run, now))),
      };
    case "node":
      return {
        column: { head: "failed at" },
        cells: runs.map(({ tags }) => printable(tags[TAG.errorNode] ?? "")),
      };
    case "user":
      return { column: { head: "user" }, cells: runs.map(({ info }) => printable(info.userId)) };
  }
}

function metricColumn(key: string, runs: readonly Run[]): RunColumn {
  const values = runs.map(({ metrics }) => metrics[key]?.value);
  const texts = formatNumbers(values.filter((value) => value !== undefined))[Symbol.iterator]();
  return {
    column: { head: printable(key), align: "right" },
    cells: values.map((value) => value === undefined ? NONE : texts.next().value ?? NONE),
  };
}

function textColumn({ kind, key }: Recorded, runs: readonly Run[]): RunColumn {
  const texts = runs.map((run) => kind === "metrics" ? undefined : run[kind][key]);
  const isNumeric = texts.every((text) => text === undefined || /^-?[\d.]+(e[-+]?\d+)?$/i.test(text));
  return {
    column: { head: printable(key), align: isNumeric ? "right" : "left" },
    cells: texts.map((text) => text === undefined ? NONE : printable(text)),
  };
}

function isFact(name: string): name is Fact {
  return FACTS.some((fact) => fact === name);
}

function findRecorded(name: string, runs: readonly Run[]): Recorded | undefined {
  const kinds = ["metrics", "params", "tags"] as const;
  const readings = [
    ...kinds.filter((kind) => name.startsWith(`${kind}.`)).map((kind) => ({
      kind,
      key: name.slice(kind.length + 1),
    })),
    ...kinds.map((kind) => ({ kind, key: name })),
  ];
  return readings.find(({ kind, key }) => runs.some((run) => Object.hasOwn(run[kind], key)));
}

function unknownColumn(name: string, { runs, suggest }: ColumnSources): UsageError {
  const known = [
    ...FACTS,
    ...(["metrics", "params", "tags"] as const).flatMap((kind) => commonKeys(runs, kind)),
  ];
  const meant = suggest(name, known);
  const hint = meant === undefined ? "" : `. Did you mean "${meant}"?`;
  return new UsageError(`There is no column "${name}" in these runs${hint}`);
}

// The keys that most runs have come first.
function commonKeys(runs: readonly Run[], kind: Kind): string[] {
  const counts = new Map<string, number>();
  for (const run of runs) {
    for (const key of Object.keys(run[kind])) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([key]) => key);
}

function differs(runs: readonly Run[], key: string): boolean {
  return new Set(runs.map(({ params }) => params[key])).size > 1;
}
