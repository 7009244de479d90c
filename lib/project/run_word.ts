import { type ConfigObject, parseConfigObject } from "../core/config_value.ts";
import { parseParams } from "../config/params_option.ts";
import { describeValue } from "../core/describe_value.ts";
import { ConfigError } from "../core/errors.ts";
import type { Issue, SourcePlace } from "../core/issue.ts";
import { isPlainObject } from "../core/json.ts";
import { redact } from "../core/redact.ts";
import { suggest } from "../core/suggest.ts";
import { parseLoadVersions, versionProblem } from "./load_versions_option.ts";
import { parseNames } from "./run_names.ts";

/** One thing that is said about a run: a flag of the command line, or a key of a run file. */
export interface RunWord {
  /** What it is about, as in a run file: `from_nodes`. */
  readonly key: string;
  /** Text as on the command line, or the value of a run file. */
  readonly value: unknown;
  /** What messages call it: `--from-nodes`. */
  readonly name: string;
  /** Where it was written, when that is in a file. */
  readonly place?: SourcePlace | undefined;
  /** Whether it stands beside the section `run` of a file, where nothing reads it. @default {false} */
  readonly isOutside?: boolean | undefined;
}

/** What a word says, or what is wrong with it. */
export type ReadWord<T> = { readonly value: T } | { readonly issues: readonly Issue[] };

/** A text; of a file, a number is one too. */
export function readText(word: RunWord): ReadWord<string> {
  const { value } = word;
  if (typeof value === "string" && value !== "") return { value };
  if (typeof value === "number" || typeof value === "bigint") return { value: String(value) };
  return wrong(word, `must be text: it is ${describeValue(value)}`);
}

/** True or false. */
export function readSwitch(word: RunWord): ReadWord<boolean> {
  const { value } = word;
  return typeof value === "boolean"
    ? { value }
    : wrong(word, `must be true or false: it is ${describeValue(value)}`);
}

/** Names, as a list or with commas between. */
export function readNames(word: RunWord): ReadWord<readonly string[]> {
  const { value } = word;
  if (typeof value === "string") return { value: parseNames(value) };
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return { value };
  return wrong(word, `must be names, as a list or with commas between: it is ${describeValue(value)}`);
}

/** How many, at least one. */
export function readCount(word: RunWord): ReadWord<number> {
  const { value } = word;
  const count = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof count === "number" && Number.isSafeInteger(count) && count >= 1
    ? { value: count }
    : wrong(word, `must be a whole number of at least 1: it is ${describeValue(value)}`);
}

/** Parameters, as a map or as `--params` takes them. */
export function readParams(word: RunWord): ReadWord<ConfigObject> {
  const { value, name } = word;
  if (typeof value === "string") return attempt(() => parseParams(value));
  return isPlainObject(value)
    ? parseConfigObject(value, name)
    : wrong(word, `must be a map, or text as --params takes it: it is ${describeValue(value)}`);
}

/** Versions by dataset, as a map or as `--load-versions` takes them. */
export function readVersions(word: RunWord): ReadWord<Readonly<Record<string, string>>> {
  const { value } = word;
  if (typeof value === "string") return attempt(() => parseLoadVersions(value));
  if (!isPlainObject(value)) {
    return wrong(
      word,
      `must be a map, or dataset:version with commas between: it is ${describeValue(value)}`,
    );
  }
  const problems = Object.entries(value).flatMap(([dataset, version]) => {
    if (typeof version !== "string") return [`.${dataset} must be text: it is ${describeValue(version)}`];
    const problem = versionProblem(dataset, version);
    return problem === undefined ? [] : [`: ${problem}`];
  });
  return problems.length === 0
    ? { value: value as Record<string, string> } // each was looked at
    : { issues: problems.map((problem) => issueOf(word, problem)) };
}

/** Tags, as a map or as `key=value`. */
export function readTags(word: RunWord): ReadWord<Readonly<Record<string, string>>> {
  const { value } = word;
  const pairs: readonly unknown[] = isPlainObject(value)
    ? Object.entries(value).map(([key, text]) => `${key}=${String(text)}`)
    : [value].flat();
  const tags: Record<string, string> = {};
  for (const pair of pairs) {
    const at = typeof pair === "string" ? pair.indexOf("=") : -1;
    if (typeof pair !== "string" || at < 1) {
      return wrong(word, `must be KEY=VALUE: it is ${redact(describeValue(pair))}`);
    }
    tags[pair.slice(0, at).trim()] = pair.slice(at + 1);
  }
  return { value: tags };
}

/** The runner that a word means. */
export interface RunnerChoice {
  /** How nodes run. */
  readonly runner: "sequential" | "concurrent";
  /** What the word promises elsewhere, and what happens here; `undefined` when there is nothing to say. */
  readonly note?: string | undefined;
}

const RUNNERS: Readonly<Record<string, RunnerChoice>> = {
  sequential: { runner: "sequential" },
  concurrent: { runner: "concurrent" },
  SequentialRunner: { runner: "sequential" },
  ThreadRunner: { runner: "concurrent" },
  ParallelRunner: {
    runner: "concurrent",
    note: "ParallelRunner starts no processes: nodes run side by side in this one, as with concurrent",
  },
};

/** A runner, by its name here or in Kedro. */
export function readRunner(word: RunWord): ReadWord<RunnerChoice> {
  const text = readText(word);
  if ("issues" in text) return text;
  const name = text.value.replace(/^kedro\.runner\./, "");
  const known = Object.hasOwn(RUNNERS, name) ? RUNNERS[name] : undefined;
  if (known !== undefined) return { value: known };
  const problem =
    `must be sequential or concurrent (or SequentialRunner, ThreadRunner): it is "${text.value}"`;
  return wrong(word, problem, suggest(name, Object.keys(RUNNERS)));
}

/** That a word cannot be taken. */
export function wrong(
  word: RunWord,
  problem: string,
  suggestion?: string,
): { readonly issues: readonly Issue[] } {
  return { issues: [{ ...issueOf(word, ` ${problem}`), suggestion }] };
}

function issueOf({ name, key, place }: RunWord, problem: string): Issue {
  return { code: `run.${key}`, message: `${name}${problem}`, path: ["run", key], place };
}

function attempt<T>(read: () => T): ReadWord<T> {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof ConfigError) return { issues: error.issues };
    throw error;
  }
}
