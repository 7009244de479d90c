import { checkEntries } from "../limits.ts";
import {
  ERROR_MESSAGE_TAG,
  ERROR_NODE_TAG,
  ERROR_STACK_TAG,
  INTERRUPTED_TAG,
  RUN_NAME_TAG,
} from "../tag_names.ts";
import type { RunStatus } from "../entities.ts";
import type { NodeRecord } from "../run_records.ts";
import type { Database } from "./database.ts";
import { writeTag } from "./entry_writer.ts";
import { requireActiveRun, requireRun, type RunRow } from "./run_rows.ts";
import { createRun, type NewRun, type RunChange, updateRun } from "./runs.ts";

/** What a run gets when it goes on. */
export interface ResumeOptions {
  /** Its new name. @default {the one it has} */
  readonly runName?: string | undefined;
  /** Tags to set. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** Make a run RUNNING again. What it failed with before is forgotten. */
export function resumeRun(database: Database, runId: string, options: ResumeOptions): RunRow {
  return reopen(database, runId, { ...options, outdated: [...ERROR_TAGS, INTERRUPTED_TAG] });
}

function reopen(
  database: Database,
  runId: string,
  options: ResumeOptions & { readonly outdated: readonly string[] },
): RunRow {
  const { runName, tags = {} } = options;
  const entries = Object.entries(runName === undefined ? tags : { ...tags, [RUN_NAME_TAG]: runName });
  checkEntries({ tags: entries });
  return database.transaction(() => {
    const { run } = requireActiveRun(database, runId);
    database.run("UPDATE runs SET status = 'RUNNING', end_time = NULL WHERE run = ?", run);
    for (const key of options.outdated) database.run("DELETE FROM tags WHERE run = ? AND key = ?", run, key);
    for (const [key, value] of entries) writeTag(database, run, key, value);
    return requireRun(database, runId);
  });
}

const ERROR_TAGS = [ERROR_MESSAGE_TAG, ERROR_NODE_TAG, ERROR_STACK_TAG];

/**
 * Go on with the run of a key when it is `newRun.runId`, or make it when there is none. When the run of the key is another
 * one, nothing is done: whoever wants it must hold it first.
 */
export function shareRun(
  database: Database,
  newRun: NewRun & { readonly key: string },
  change: ResumeOptions,
): RunRow {
  const found = findRunOfKey(database, newRun.key);
  if (found !== undefined) {
    return found.run_id === newRun.runId
      // What a node of it failed with is told until another attempt at it goes well.
      ? reopen(database, newRun.runId, { ...change, outdated: [INTERRUPTED_TAG] })
      : found;
  }
  try {
    return createRun(database, newRun);
  } catch (error) {
    // Somebody may have been quicker.
    const quicker = findRunOfKey(database, newRun.key);
    if (quicker === undefined) throw error;
    return quicker;
  }
}

/** The run of a key; one that was deleted has lost it. */
export function findRunOfKey(database: Database, key: string): RunRow | undefined {
  return database.get<RunRow>(
    "SELECT * FROM runs WHERE run_key = ? AND lifecycle_stage = 'active'",
    key,
  );
}

/**
 * End a run of several processes, the last of which ended with `change`: it is FINISHED when that one is and the latest
 * attempt at each node went well.
 */
export function finishSharedRun(database: Database, runId: string, change: RunChange): void {
  const { run } = requireRun(database, runId);
  const status = change.status === "FINISHED" ? statusByNodes(database, run) : change.status;
  if (status === "FINISHED") {
    for (const key of ERROR_TAGS) database.run("DELETE FROM tags WHERE run = ? AND key = ?", run, key);
  }
  updateRun(database, runId, { ...change, status });
}

function statusByNodes(database: Database, run: number): RunStatus {
  const nodes = database.all<{ readonly status: NodeRecord["status"] }>(
    "SELECT DISTINCT status FROM nodes WHERE run = ?",
    run,
  ).map(({ status }) => status);
  if (nodes.includes("failed")) return "FAILED";
  return nodes.some((status) => status !== "done") ? "KILLED" : "FINISHED";
}
