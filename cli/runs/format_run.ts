import type { ArtifactInfo, DatasetUse, LogLine, NodeRecord, Run } from "../../mod.ts";
import { formatEnds } from "../format/block.ts";
import { formatHistory, formatNoun } from "../format/count.ts";
import { formatDuration } from "../format/duration.ts";
import { formatNumber } from "../format/number.ts";
import { formatRelativeTime, formatTime } from "../format/relative_time.ts";
import { formatSize } from "../format/size.ts";
import { sparkline } from "../format/sparkline.ts";
import type { Style } from "../format/style.ts";
import { padEnd, padStart, printable, truncateEnd, truncateMiddle } from "../format/text.ts";
import { textWidth } from "../format/text_width.ts";
import { framesOf } from "../stack_frames.ts";
import { readProfile } from "./read_profile.ts";
import type { ModelDetails, RunDetails } from "./run_details.ts";
import { runDuration, statusPaint, statusWord, TAG } from "./run_facts.ts";

/** How to draw a run. */
export interface FormatRunOptions {
  /** Colours. */
  readonly style: Style;
  /** Columns there are. */
  readonly width: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Folder of the project. */
  readonly root: string;
  /** Where the artifacts are. */
  readonly artifactsAt: string;
}

type Row = readonly [name: string, text: string];

const LOG_LINES = 20;

/** A run as text: what it is, what went in, what came out, what went wrong. */
export function formatRun(details: RunDetails, options: FormatRunOptions): string[] {
  const { run, artifacts, models, nodes, inside, log } = details;
  const { style } = options;
  return [
    ...formatHead(details, options),
    ...formatNote(run),
    ...formatError(run, options),
    ...formatSection("params", Object.entries(run.params).map(toRow), options),
    ...formatSection("metrics", metricRows(details), options),
    ...formatSection("artifacts", artifactRows(artifacts), options),
    ...(artifacts.length > 0 ? [`    ${style.dim(`in ${printable(options.artifactsAt)}`)}`] : []),
    ...formatSection("models", models.map((model) => modelRow(model, style)), options),
    ...formatSection("data", details.datasets.map(dataRow), options),
    ...formatSection("nodes", nodes.map((node) => nodeRow(node, run, style)), options),
    ...formatSection("runs inside", inside.map((each) => insideRow(each, options)), options),
    ...formatSection("tags", Object.entries(run.tags).filter(([key]) => isUsersTag(key)).map(toRow), options),
    ...formatSection("log", log.slice(-LOG_LINES).map((line) => logRow(line, style)), options),
    ...(log.length > LOG_LINES
      ? [`    ${style.dim(`… ${log.length - LOG_LINES} lines before: --json`)}`]
      : []),
  ];
}

function formatHead(
  { run, experiment, around }: RunDetails,
  { style, width, now }: FormatRunOptions,
): string[] {
  const { info, tags } = run;
  const status = statusPaint(info.status, style)(statusWord(info.status));
  const took = formatDuration(runDuration(run, now));
  const commit = tags[TAG.commit];
  const isDirty = tags[TAG.dirty]?.toLowerCase() === "true";
  const interrupted = tags[TAG.interrupted] === undefined ? [] : ["its process died"];
  return [
    formatEnds(
      [`run ${style.bold(printable(info.runName))}`, status, ...interrupted].join(" · "),
      style.dim(`experiment ${printable(experiment)}`),
      width,
    ),
    ...([
      ["id", info.runId],
      ["started", `${formatTime(info.startTime)} (${formatRelativeTime(info.startTime, now)})`],
      [info.endTime === undefined ? "running" : "took", took],
      ["by", printable(info.userId)],
      [
        "commit",
        commit === undefined ? "" : `${printable(commit).slice(0, 12)}${isDirty ? ", changed since" : ""}`,
      ],
      ["command", printable(tags[TAG.command] ?? "")],
      [
        "inside",
        around === undefined ? "" : `${printable(around.info.runName)} (${around.info.runId.slice(0, 8)})`,
      ],
    ] as const).filter(([, text]) => text !== "").map(([label, text]) =>
      `  ${style.dim(padEnd(label, 10))}${text}`
    ),
  ];
}

function formatNote({ tags }: Run): string[] {
  const note = tags[TAG.note];
  return note === undefined ? [] : ["", ...note.split("\n").map((line) => `  ${printable(line)}`)];
}

function formatError({ tags }: Run, { style, root }: FormatRunOptions): string[] {
  const message = tags[TAG.errorMessage];
  if (message === undefined) return [];
  const node = tags[TAG.errorNode];
  const [first = "", ...more] = message.split("\n");
  const where = node === undefined || first.includes(`"${node}"`) ? "" : `node "${printable(node)}": `;
  return [
    "",
    `  ${style.red("✗")} ${where}${printable(first)}`,
    ...more.map((line) => `    ${printable(line)}`),
    ...framesOf(tags[TAG.errorStack] ?? "", { root }).map((frame) => style.dim(`    ${printable(frame)}`)),
  ];
}

function metricRows({ run, histories }: RunDetails): Row[] {
  return Object.values(run.metrics).map(({ key, value }) => {
    const points = histories.get(key) ?? [];
    const chart = sparkline(points.map((point) => point.value), 24);
    const history = points.length > 1 ? `  ${chart}  ${formatHistory(points)}` : "";
    return [printable(key), `${padStart(formatNumber(value), 10)}${history}`];
  });
}

function artifactRows(artifacts: readonly ArtifactInfo[]): Row[] {
  return artifacts.map(({ path, size }) => [printable(path), padStart(formatSize(size), 10)]);
}

function dataRow({ role, dataset, uri }: DatasetUse): Row {
  const { rows, bytes } = readProfile(dataset);
  const parts = [
    ...(uri === undefined ? [] : [printable(uri)]),
    ...(rows === undefined ? [] : [formatNoun(rows, "row")]),
    ...(bytes === undefined ? [] : [formatSize(bytes)]),
  ];
  return [`${role === "input" ? "read " : "wrote"} ${printable(dataset.name)}`, parts.join(" · ")];
}

function modelRow({ role, model, versions }: ModelDetails, style: Style): Row {
  const registered = versions.map(({ name, version, aliases }) =>
    [`${printable(name)} ${version}`, ...aliases.map((alias) => `@${printable(alias)}`)].join(" ")
  );
  const failed = model.status === "READY" ? [] : [style.red(model.status.toLowerCase())];
  return [
    `${role === "input" ? "read " : "wrote"} ${printable(model.name)}`,
    [model.modelId, ...failed, ...registered].join(" · "),
  ];
}

function insideRow({ info }: Run, { style, now }: FormatRunOptions): Row {
  const took = formatDuration((info.endTime ?? now) - info.startTime);
  const status = statusPaint(info.status, style)(statusWord(info.status));
  return [printable(info.runName), [info.runId.slice(0, 8), status, took].join(" · ")];
}

function logRow({ level, node, message }: LogLine, style: Style): Row {
  const about = node === undefined ? [] : [printable(node)];
  const words = level === "error" ? style.red(level) : level === "warn" ? style.yellow(level) : level;
  return [[words, ...about].join(" "), printable(message)];
}

// What was at work when its process died has stopped.
function nodeRow({ node, status, duration }: NodeRecord, { info }: Run, style: Style): Row {
  const marks = {
    done: style.green("✓"),
    failed: style.red("✗"),
    stopped: style.yellow("■"),
    running: style.yellow(info.status === "RUNNING" ? "▸" : "■"),
  };
  return [
    `${marks[status]} ${printable(node)}`,
    padStart(duration === undefined ? "" : formatDuration(duration), 10),
  ];
}

function toRow([key, value]: readonly [string, string]): Row {
  return [printable(key), printable(value)];
}

function isUsersTag(key: string): boolean {
  return !key.startsWith("mlflow.") && !key.startsWith("kedge.");
}

function formatSection(head: string, rows: readonly Row[], { style, width }: FormatRunOptions): string[] {
  if (rows.length === 0) return [];
  const left = Math.min(40, Math.max(...rows.map(([name]) => textWidth(name))));
  const room = Math.max(20, width - left - 6);
  return [
    "",
    `  ${style.dim(head)}`,
    ...rows.map(([name, text]) => {
      const shown = textWidth(name) > left ? truncateMiddle(name, left) : name;
      return `    ${padEnd(shown, left)}  ${truncateEnd(text, room)}`.trimEnd();
    }),
  ];
}
