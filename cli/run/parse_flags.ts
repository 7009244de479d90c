import type { PipelineFilter, ProjectRunOptions } from "../../mod.ts";
import { parseCount } from "../parse_count.ts";
import { UsageError } from "../usage_error.ts";
import type { RunFlags } from "./run_command.ts";

/** What to run, as the flags say. */
export function parseRunFlags(flags: RunFlags): ProjectRunOptions {
  return {
    pipelines: parsePipelineNames(flags),
    filter: parseFilter(flags),
    ...parseRunner(flags),
    runName: flags.runName,
    runTags: parseTags(flags.runTag),
    experiment: flags.experiment,
    track: flags.noTrack !== true,
    onlyMissingOutputs: flags.onlyMissingOutputs === true,
  };
}

/** List flags that are given more than once; as in Kedro the last one counts. */
export function repeatedFlags(flags: RunFlags): string[] {
  return LIST_FLAGS.filter((name) => (flags[name]?.length ?? 0) > 1);
}

/** The items of a list flag: `a,b` is a, b. Commas in brackets do not split, as they may be in names of nodes. */
export function parseList(texts: readonly string[] = []): string[] {
  return splitAtCommas(texts.at(-1) ?? "").map((item) => item.trim()).filter((item) => item !== "");
}

const LIST_FLAGS = [
  "pipelines",
  "nodes",
  "fromNodes",
  "toNodes",
  "fromInputs",
  "toOutputs",
  "tags",
  "namespaces",
] as const;

function parsePipelineNames({ pipeline, pipelines }: RunFlags): string[] | undefined {
  if (pipeline !== undefined && pipelines !== undefined) {
    throw new UsageError(
      "Flags --pipeline and --pipelines cannot be given together: name all of them in --pipelines",
    );
  }
  const names = pipeline === undefined ? parseList(pipelines) : [pipeline];
  return names.length === 0 ? undefined : [...new Set(names)];
}

function parseFilter(flags: RunFlags): PipelineFilter {
  const lists = {
    nodeNames: parseList(flags.nodes),
    fromNodes: parseList(flags.fromNodes),
    toNodes: parseList(flags.toNodes),
    fromInputs: parseList(flags.fromInputs),
    toOutputs: parseList(flags.toOutputs),
    tags: parseList(flags.tags),
    nodeNamespaces: parseList(flags.namespaces),
  };
  return Object.fromEntries(Object.entries(lists).filter(([, items]) => items.length > 0));
}

function parseRunner({ runner, concurrency }: RunFlags): Pick<ProjectRunOptions, "runner" | "concurrency"> {
  const count = parseCount("--concurrency", concurrency);
  if (count === undefined) return { runner };
  if (runner === "sequential" && count > 1) {
    throw new UsageError(`Flag --concurrency ${count} needs --runner concurrent: found --runner sequential`);
  }
  return { runner: count > 1 ? "concurrent" : runner, concurrency: count };
}

function parseTags(texts: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(texts.map((text) => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`Flag --run-tag must be KEY=VALUE: found "${text}"`);
    return [text.slice(0, at).trim(), text.slice(at + 1)];
  }));
}

function splitAtCommas(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const char of text) {
    if (char === "[" || char === "(") depth++;
    if (char === "]" || char === ")") depth--;
    if (char === "," && depth <= 0) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts;
}
