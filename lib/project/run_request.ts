import type { ConfigObject } from "../core/config_value.ts";
import { ConfigError } from "../core/errors.ts";
import { describeIssues, inFileOrder, type Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";
import type { PipelineFilter } from "../pipeline/filter.ts";
import type { OpenProjectOptions } from "./open_project.ts";
import type { ProjectRunOptions } from "./project.ts";
import {
  readCount,
  readNames,
  readParams,
  readRunner,
  readSwitch,
  readTags,
  readText,
  readVersions,
  type ReadWord,
  type RunWord,
  wrong,
} from "./run_word.ts";

/** A run as it was asked for, on the command line or in a run file. */
export interface RunRequest {
  /** How to open the project. */
  readonly open: Pick<OpenProjectOptions, "env" | "confSource" | "params">;
  /** How to run it. */
  readonly run: ProjectRunOptions;
  /** Words of Kedro that mean nothing here, or something else: a sentence each. */
  readonly notes: readonly string[];
}

const FILTERS: Readonly<Record<string, keyof PipelineFilter>> = {
  nodes: "nodeNames",
  node_names: "nodeNames",
  from_nodes: "fromNodes",
  to_nodes: "toNodes",
  from_inputs: "fromInputs",
  to_outputs: "toOutputs",
  tags: "tags",
  namespaces: "nodeNamespaces",
};

/** Every key of a run file. */
export const RUN_KEYS: readonly string[] = [
  "env",
  "conf_source",
  "params",
  "pipeline",
  "pipelines",
  ...Object.keys(FILTERS),
  "load_versions",
  "only_missing_outputs",
  "runner",
  "runner_params",
  "concurrency",
  "async",
  "is_async",
  "run_name",
  "run_id",
  "run_key",
  "run_tags",
  "experiment",
  "track",
];

// Other names of a key.
const SAME: Readonly<Record<string, string>> = {
  pipeline: "pipelines",
  node_names: "nodes",
  is_async: "async",
};

/**
 * Read what was said about a run; what `over` says comes before what `words` say about the same.
 *
 * @throws {ConfigError} When words are unknown, wrong or do not go together, with every problem.
 *
 * @example The command line comes before a run file
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseRunRequest } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const { open, run } = parseRunRequest(
 *   [{ key: "env", value: "prod", name: "run.env" }, { key: "tags", value: "slow", name: "run.tags" }],
 *   [{ key: "tags", value: "quick,small", name: "--tags" }],
 * );
 *
 * assert.deepEqual([open.env, run.filter], ["prod", { tags: ["quick", "small"] }]);
 * ```
 */
export function parseRunRequest(words: readonly RunWord[], over: readonly RunWord[] = []): RunRequest {
  const subject = ({ key }: RunWord): string => SAME[key] ?? key;
  const replaced = new Set(over.map(subject));
  const kept = words.filter((word) => word.isOutside === true || !replaced.has(subject(word)));
  const reader = new WordReader([...kept, ...over]);
  const runner = reader.read("runner", readRunner);
  const params = reader.read("runner_params", readParams) ?? {};
  const request: RunRequest = {
    open: {
      env: reader.read("env", readText),
      confSource: reader.read("conf_source", readText),
      params: reader.read("params", readParams),
    },
    run: {
      pipelines: readPipelines(reader),
      filter: readFilter(reader),
      ...readLoadVersions(reader),
      ...readConcurrency(reader, { runner: runner?.runner, params }),
      onlyMissingOutputs: reader.read("only_missing_outputs", readSwitch),
      runName: reader.read("run_name", readText),
      runId: reader.read("run_id", readText),
      runKey: reader.read("run_key", readText),
      runTags: reader.read("run_tags", readTags),
      experiment: reader.read("experiment", readText),
      track: reader.read("track", readSwitch),
    },
    notes: [...runner?.note === undefined ? [] : [runner.note], ...asyncNotes(reader, params)],
  };
  reader.finish();
  return request;
}

class WordReader {
  readonly #words: ReadonlyMap<string, RunWord>;
  readonly #issues: Issue[] = [];

  constructor(words: readonly RunWord[]) {
    this.#words = new Map(
      words.filter(({ isOutside }) => isOutside !== true).map((word) => [word.key, word]),
    );
    for (const word of words) {
      const isKnown = RUN_KEYS.includes(word.key);
      const hint = isKnown ? undefined : suggest(word.key.replaceAll("-", "_"), RUN_KEYS);
      if (word.isOutside === true) {
        this.#issues.push(...wrong(word, "stands outside of run, where nothing reads it", hint).issues);
      } else if (!isKnown) this.#issues.push(...wrong(word, "means nothing for a run", hint).issues);
    }
  }

  get(key: string): RunWord | undefined {
    return this.#words.get(key);
  }

  read<T>(key: string, readWord: (word: RunWord) => ReadWord<T>): T | undefined {
    const word = this.#words.get(key);
    if (word === undefined || word.value === null || word.value === undefined) return undefined;
    return this.check(readWord(word));
  }

  check<T>(result: ReadWord<T>): T | undefined {
    if ("value" in result) return result.value;
    this.#issues.push(...result.issues);
    return undefined;
  }

  refuse(key: string, problem: string): void {
    const word = this.#words.get(key);
    if (word !== undefined) this.#issues.push(...wrong(word, problem).issues);
  }

  finish(): void {
    if (this.#issues.length === 0) return;
    const issues = inFileOrder(this.#issues);
    throw new ConfigError(describeIssues("Cannot read what to run", issues), { issues });
  }
}

function readPipelines(reader: WordReader): readonly string[] | undefined {
  const one = reader.read("pipeline", readText);
  const several = reader.read("pipelines", readNames);
  if (one !== undefined && several !== undefined) {
    const { name = "pipelines" } = reader.get("pipelines") ?? {};
    reader.refuse("pipeline", `and ${name} cannot be given together: name all of them in ${name}`);
  }
  const names = one === undefined ? [...new Set(several)] : [one];
  return names.length === 0 ? undefined : names;
}

function readFilter(reader: WordReader): PipelineFilter {
  const lists = Object.entries(FILTERS).map(([key, name]) =>
    [name, reader.read(key, readNames) ?? []] as const
  );
  return Object.fromEntries(lists.filter(([, names]) => names.length > 0));
}

function readLoadVersions(
  reader: WordReader,
): Pick<ProjectRunOptions, "loadVersions" | "loadVersionsAt"> {
  const loadVersions = reader.read("load_versions", readVersions);
  if (loadVersions === undefined) return { loadVersions };
  const word = reader.get("load_versions");
  return { loadVersions, loadVersionsAt: word?.place ?? { file: word?.name ?? "--load-versions" } };
}

function readConcurrency(
  reader: WordReader,
  { runner, params }: {
    readonly runner: "sequential" | "concurrent" | undefined;
    readonly params: ConfigObject;
  },
): Pick<ProjectRunOptions, "runner" | "concurrency"> {
  for (const name of Object.keys(params)) {
    if (name === "max_workers" || name === "is_async") continue;
    reader.refuse("runner_params", `can hold max_workers and is_async: it holds "${name}"`);
  }
  const count = reader.read("concurrency", readCount) ?? readWorkers(reader, params["max_workers"]);
  if (count === undefined) return { runner };
  if (runner === "sequential" && count > 1) {
    const key = reader.get("concurrency") === undefined ? "runner_params" : "concurrency";
    reader.refuse(key, `${count} needs the runner concurrent: found sequential`);
  }
  return { runner: count > 1 ? "concurrent" : runner, concurrency: count };
}

function readWorkers(reader: WordReader, value: unknown): number | undefined {
  const word = reader.get("runner_params");
  if (word === undefined || value === undefined || value === null) return undefined;
  return reader.check(readCount({ ...word, name: `max_workers of ${word.name}`, value }));
}

function asyncNotes(reader: WordReader, params: ConfigObject): string[] {
  const isAsked = reader.read("async", readSwitch) ?? reader.read("is_async", readSwitch) ??
    params["is_async"];
  return isAsked === true ? ["async changes nothing: files are read and written asynchronously anyway"] : [];
}

/** How to read a run file. */
export interface ReadRunFileOptions {
  /** What messages call it. @default {its path} */
  readonly name?: string | undefined;
}

// Not a literal import(): most runs are typed.
const RUN_FILE: string = "./run_file.ts";

/**
 * Read a file that says what to run: YAML or JSON with a section `run`, whose keys are the flags of `kedge run` with
 * underscores. Other sections are not looked at; keys of a run that stand beside it are refused.
 *
 * @returns What {@linkcode parseRunRequest} reads.
 * @throws {ConfigError} When it cannot be read or has no such section.
 *
 * @example A run that is written down
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseRunRequest, readRunFile } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const file = await Deno.makeTempFile({ suffix: ".yml" });
 * await Deno.writeTextFile(file, "run:\n  env: prod\n  pipelines: etl, report\n  params: {seed: 7}\n");
 *
 * const { open, run } = parseRunRequest(await readRunFile(file));
 *
 * assert.deepEqual([open.env, open.params, run.pipelines], ["prod", { seed: 7 }, ["etl", "report"]]);
 * await Deno.remove(file);
 * ```
 */
export async function readRunFile(
  path: string,
  options: ReadRunFileOptions = {},
): Promise<readonly RunWord[]> {
  const { readRunFile }: typeof import("./run_file.ts") = await import(RUN_FILE);
  return await readRunFile(path, options);
}
