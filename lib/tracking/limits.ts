import { describeValue } from "../core/describe_value.ts";
import { TrackingError } from "../core/errors.ts";
import type { DatasetUse } from "./dataset_use.ts";
import type { RunStatus } from "./entities.ts";
import type { MetricPoint, RunEntries } from "../core/run_context.ts";

/** Longest name of a param, metric or tag. */
export const MAX_KEY_LENGTH = 250;
/** Longest value of a param. */
export const MAX_PARAM_LENGTH = 6000;
/** Longest value of a tag of a run. */
export const MAX_TAG_LENGTH = 8000;
/** Longest value of a tag of an experiment. */
export const MAX_EXPERIMENT_TAG_LENGTH = 20_000;
/** Longest name of an experiment. */
export const MAX_EXPERIMENT_NAME_LENGTH = 500;

// Python's `\w` and the few signs that MLflow lets through.
const KEY = /^[\p{L}\p{N}_/.\- :]+$/u;

const STATUSES: readonly RunStatus[] = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

/** Names the run that entries are for, when something is wrong with one: ` of run "shining-auk-417"`. */
export type RunNaming = () => string;

const NO_RUN: RunNaming = () => "";

/** Refuse entries that MLflow would refuse, or would silently cut or change. */
export function checkEntries(entries: RunEntries, ofRun: RunNaming = NO_RUN): void {
  for (const point of entries.metrics ?? []) checkMetric(point, ofRun);
  const seen = new Set<string>();
  for (const [key, value] of entries.params ?? []) {
    checkKey("param", key, ofRun);
    checkText("param", key, value, { longest: MAX_PARAM_LENGTH, ofRun });
    if (seen.has(key)) throw invalid(`Cannot log param "${key}"${ofRun()} as it stands twice in one batch`);
    seen.add(key);
  }
  for (const [key, value] of entries.tags ?? []) {
    checkKey("tag", key, ofRun);
    checkText("tag", key, value, { longest: MAX_TAG_LENGTH, ofRun });
  }
}

/** Refuse a name that MLflow would refuse. */
export function checkKey(kind: "param" | "metric" | "tag", key: string, ofRun: RunNaming = NO_RUN): void {
  const problem = nameProblem(key);
  if (problem === undefined) return;
  const shown = key.length > MAX_KEY_LENGTH ? `${key.slice(0, 40)}…` : key;
  throw invalid(`Cannot log ${kind} "${shown}"${ofRun()}: its name ${problem}`);
}

/** Why MLflow would refuse a name of a param, metric or tag, or `undefined` for a good one. */
export function nameProblem(key: string): string | undefined {
  if (key.length > MAX_KEY_LENGTH) {
    return `must have at most ${MAX_KEY_LENGTH} characters, it has ${key.length}`;
  }
  if (!KEY.test(key)) return 'may hold letters, digits, "_", "-", ".", " ", ":" and "/" only';
  // Names become paths of files in some stores of MLflow.
  const isPath = !key.startsWith("..") &&
    !key.split("/").some((part) => part === "" || part === "." || part === "..");
  return isPath ? undefined : 'must be a plain relative path such as "train/loss"';
}

/** Refuse a tag of an experiment that MLflow would refuse. */
export function checkExperimentTag(key: string, value: string): void {
  checkKey("tag", key);
  checkText("tag", key, value, { longest: MAX_EXPERIMENT_TAG_LENGTH, ofRun: NO_RUN });
}

/** Refuse a name of an experiment that MLflow would refuse. */
export function checkExperimentName(name: string): void {
  if (name.includes("\0")) throw invalid("Cannot use an experiment whose name holds a NUL character");
  if (name.trim() === "") throw invalid(`Cannot use experiment "${name}": its name must not be blank`);
  if (name.length <= MAX_EXPERIMENT_NAME_LENGTH) return;
  throw invalid(
    `Cannot use experiment "${
      name.slice(0, 40)
    }…": its name must have at most ${MAX_EXPERIMENT_NAME_LENGTH} characters, it has ${name.length}`,
  );
}

/** Refuse a status that is none: MLflow takes it and changes nothing. */
export function checkStatus(status: RunStatus): void {
  if (STATUSES.includes(status)) return;
  throw invalid(`Cannot set the status of a run to "${status}": it must be one of ${STATUSES.join(", ")}`);
}

/** The last millisecond that dates can tell. */
export const LAST_TIME = 8.64e15;

/** Refuse a time that is no milliseconds: MLflow would store 0. */
export function checkTime(what: "start" | "end", time: number): void {
  if (!Number.isSafeInteger(time) || time < 0) {
    throw invalid(`Cannot set the ${what} of a run as it must be an integer >= 0: current value is ${time}`);
  }
  if (time <= LAST_TIME) return;
  throw invalid(
    `Cannot set the ${what} of a run as no date is later than ${LAST_TIME}: current value is ${time}`,
  );
}

/** Refuse data that MLflow would refuse to record. */
export function checkDatasetUse(
  { dataset: { name, digest, source, schema = "", profile = "" } }: DatasetUse,
): void {
  const facts = [
    ["name", name, 500],
    ["digest", digest, 36],
    ["source", source, 65_535],
    ["schema", schema, 1_048_575],
    ["profile", profile, 16_777_215],
  ] as const;
  for (const [fact, text, longest] of facts) {
    const isMissing = text === "" && (fact === "name" || fact === "digest");
    if (!isMissing && text.length <= longest && !text.includes("\0")) continue;
    const wanted = isMissing
      ? "must not be empty"
      : `must be text of at most ${longest} characters without NUL`;
    throw invalid(
      `Cannot record dataset "${name.slice(0, 40)}": its ${fact} ${wanted}, it has ${text.length}`,
    );
  }
}

/** Text that comes out of the database as it goes in: SQLite stops reading at NUL, and half a character is none. */
export function storableText(text: string): string {
  return text.replaceAll("\0", "␀").toWellFormed();
}

/** An error with MLflow's code for wrong values. */
export function invalid(message: string): TrackingError {
  return new TrackingError(message, { code: "INVALID_PARAMETER_VALUE" });
}

function checkMetric({ key, value, step, timestamp }: MetricPoint, ofRun: RunNaming): void {
  checkKey("metric", key, ofRun);
  if (typeof value !== "number") {
    throw invalid(
      `Cannot log metric "${key}"${ofRun()}: its value must be a number: current value is ${
        describeGiven(value)
      }`,
    );
  }
  if (!Number.isSafeInteger(step)) {
    throw invalid(
      `Cannot log metric "${key}"${ofRun()}: its step must be an integer: current value is ${
        describeGiven(step)
      }`,
    );
  }
  if (!Number.isSafeInteger(timestamp) || timestamp < 0) {
    throw invalid(
      `Cannot log metric "${key}"${ofRun()}: its timestamp must be an integer >= 0: current value is ${
        describeGiven(timestamp)
      }`,
    );
  }
}

/** A value as refusals name it: text in quotes, and a bigint told from the number that it looks like. */
export function describeGiven(value: unknown): string {
  return typeof value === "bigint" ? `the bigint ${value}` : describeValue(value);
}

function checkText(
  kind: "param" | "tag",
  key: string,
  value: string,
  { longest, ofRun }: { readonly longest: number; readonly ofRun: RunNaming },
): void {
  if (typeof value !== "string") {
    throw invalid(
      `Cannot log ${kind} "${key}"${ofRun()}: its value must be text: current value is ${
        describeGiven(value)
      }`,
    );
  }
  if (value.includes("\0")) {
    throw invalid(`Cannot log ${kind} "${key}"${ofRun()}: its value must not hold a NUL character`);
  }
  if (value.length <= longest) return;
  throw invalid(
    `Cannot log ${kind} "${key}"${ofRun()}: its value must have at most ${longest} characters, it has ${value.length}`,
  );
}
