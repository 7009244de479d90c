import type { LogLine, NodeRecord, Run } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatDuration } from "../format/duration.ts";
import { formatNumber } from "../format/number.ts";
import { formatTime } from "../format/relative_time.ts";
import { createStyle, type Style } from "../format/style.ts";
import { printable } from "../format/text.ts";
import type { AnyRuns } from "./open_runs.ts";
import { statusWord } from "./run_facts.ts";

const LOOK_EVERY = 500; // milliseconds

/** What has been told of a run. */
interface Told {
  readonly lines: number;
  readonly nodes: ReadonlyMap<string, NodeRecord["status"]>;
  readonly metrics: ReadonlyMap<string, number>;
}

const NOTHING: Told = { lines: 0, nodes: new Map(), metrics: new Map() };

/**
 * Print what a run logs as it happens: its nodes, the lines of its log, and its metrics once a look. Returns when the run has
 * ended, or when it was asked to stop: then `false`.
 */
export async function followRun(
  context: CliContext,
  { store, refresh }: AnyRuns,
  runId: string,
): Promise<boolean> {
  const style = createStyle(context.stdout.isColoured);
  let told = NOTHING;
  for (;;) {
    // Its process may have died.
    refresh();
    const run = await store.getRun(runId);
    if (run === undefined) return true;
    if (told === NOTHING) context.stdout.write(`run ${style.bold(printable(run.info.runName))}\n`);
    const [nodes, lines] = [await store.getNodes(runId), await store.getLogLines(runId)];
    const news = [
      ...nodeNews(nodes, told, style),
      ...lines.slice(told.lines).map((line) => formatLine(line, style)),
      ...metricNews(run, told),
    ];
    context.stdout.write(news.map((line) => `  ${line}\n`).join(""));
    told = {
      lines: lines.length,
      nodes: new Map(nodes.map(({ node, status }) => [node, status])),
      metrics: new Map(Object.values(run.metrics).map(({ key, step }) => [key, step])),
    };
    if (run.info.status !== "RUNNING" && run.info.status !== "SCHEDULED") {
      context.stdout.write(`${statusWord(run.info.status)}\n\n`);
      return true;
    }
    if (!await nextLook(context)) return false;
  }
}

function nextLook(context: CliContext): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (goesOn: boolean): void => {
      stopTimer();
      stopListening();
      resolve(goesOn);
    };
    const stopTimer = context.every(LOOK_EVERY, () => settle(true));
    const stopListening = context.onInterrupt(() => settle(false));
  });
}

function nodeNews(nodes: readonly NodeRecord[], told: Told, style: Style): readonly string[] {
  return nodes.filter(({ node, status }) => told.nodes.get(node) !== status).map(
    ({ node, status, duration }) => {
      const took = duration === undefined ? "" : `  ${formatDuration(duration)}`;
      const mark =
        { running: "▸", done: style.green("✓"), failed: style.red("✗"), stopped: style.yellow("■") }[status];
      return `${mark} ${printable(node)}${took}`;
    },
  );
}

function formatLine({ time, level, node, message }: LogLine, style: Style): string {
  const clock = formatTime(time).slice(-8);
  const source = node === undefined ? "" : `${printable(node)}: `;
  const text = level === "error" ? style.red(printable(message)) : printable(message);
  return `${style.dim(clock)} ${level === "info" ? "" : `${level} `}${source}${text}`;
}

function metricNews({ metrics }: Run, told: Told): readonly string[] {
  const news = Object.values(metrics).filter(({ key, step }) => told.metrics.get(key) !== step);
  if (news.length === 0) return [];
  return [
    news.map(({ key, value, step }) => `${printable(key)} ${formatNumber(value)} (step ${step})`).join("   "),
  ];
}
