import type { Run } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { printable } from "../format/text.ts";
import { EXIT, writeJson } from "../guard.ts";
import { UsageError } from "../usage_error.ts";
import type { TagFlags } from "./edit_routes.ts";
import { type AnyRuns, withAnyRuns } from "./open_runs.ts";
import type { AnyRunsFlags } from "./route_parts.ts";
import { experimentNames, runToJson, TAG } from "./run_facts.ts";

/** `kedge runs tag`. */
export async function tagRun(
  this: CliContext,
  flags: TagFlags,
  reference = "",
  ...assignments: string[]
): Promise<void> {
  await withAnyRuns(this, flags, async (runs) => {
    const tags = assignments.map(parseTag);
    const removed = (flags.remove ?? "").split(",").map((key) => key.trim()).filter((key) => key !== "");
    if (tags.length === 0 && removed.length === 0) {
      throw new UsageError("Nothing to do: give tags as KEY=VALUE, or --remove KEY");
    }
    const { info } = await find(runs, reference);
    if (tags.length > 0) await runs.store.logBatch(info.runId, { tags });
    for (const key of removed) await runs.store.deleteTag(info.runId, key);
    return await report(this, runs, {
      flags,
      runId: info.runId,
      text: ({ info: { runName } }) => [
        ...tags.map(([key, value]) => `${printable(runName)}  ${printable(key)} = ${printable(value)}`),
        ...removed.map((key) => `${printable(runName)}  ${printable(key)} removed`),
      ],
    });
  });
}

/** `kedge runs note`. */
export async function noteRun(
  this: CliContext,
  flags: AnyRunsFlags,
  reference = "",
  ...words: string[]
): Promise<void> {
  await withAnyRuns(this, flags, async (runs) => {
    const { info, tags } = await find(runs, reference);
    const note = words.length === 0 ? undefined : words.join(" ");
    if (note === "" && TAG.note in tags) await runs.store.deleteTag(info.runId, TAG.note);
    else if (note) await runs.store.logBatch(info.runId, { tags: [[TAG.note, note]] });
    return await report(this, runs, {
      flags,
      runId: info.runId,
      text: (run) => {
        const lines = (run.tags[TAG.note] ?? "").split("\n").filter((line) => line !== "");
        if (lines.length > 0) return lines.map((line) => printable(line));
        return [`${printable(run.info.runName)} has no note`];
      },
    });
  });
}

/** `kedge runs rename`. */
export async function renameRun(
  this: CliContext,
  flags: AnyRunsFlags,
  reference = "",
  name = "",
): Promise<void> {
  await withAnyRuns(this, flags, async (runs) => {
    if (name.trim() === "") throw new UsageError("A run needs a name that is not blank");
    const { info } = await find(runs, reference);
    await runs.store.updateRun(info.runId, { runName: name });
    return await report(this, runs, {
      flags,
      runId: info.runId,
      text: () => [`${printable(info.runName)} → ${printable(name)}`],
    });
  });
}

interface Report {
  readonly flags: AnyRunsFlags;
  readonly runId: string;
  readonly text: (run: Run) => readonly string[];
}

async function report(
  context: CliContext,
  { store }: AnyRuns,
  { flags, runId, text }: Report,
): Promise<number> {
  const run = await store.getRun(runId);
  if (run === undefined) throw new UsageError(`Run "${runId}" was removed meanwhile`);
  if (flags.json) {
    writeJson(context, runToJson(run, (await experimentNames(store)).get(run.info.experimentId)));
  } else {
    context.stdout.write(text(run).map((line) => `  ${line}\n`).join(""));
  }
  return EXIT.ok;
}

async function find({ store }: AnyRuns, reference: string): Promise<Run> {
  const { resolveRun } = await import("../../mod.ts");
  return await resolveRun(store, reference);
}

function parseTag(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError(`A tag is given as KEY=VALUE: found "${text}"`);
}
