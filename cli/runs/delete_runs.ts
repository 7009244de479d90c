import type { LifecycleStage, Run } from "../../mod.ts";
import type { CliContext } from "../context.ts";
import { formatNoun } from "../format/count.ts";
import { printable } from "../format/text.ts";
import { EXIT, writeJson } from "../guard.ts";
import { type AnyRuns, withAnyRuns } from "./open_runs.ts";
import type { AnyRunsFlags } from "./route_parts.ts";

/** `kedge runs delete`. */
export async function deleteRuns(
  this: CliContext,
  flags: AnyRunsFlags,
  ...references: string[]
): Promise<void> {
  await withAnyRuns(this, flags, async (runs) => {
    const found = await findAll(runs, references, "active");
    for (const { info } of found) await runs.store.deleteRun(info.runId);
    const undo = runs.command(["runs", "restore", ...found.map(({ info }) => info.runId)]);
    return report(this, flags, { found, verb: "deleted", next: `undo: ${undo}` });
  });
}

/** `kedge runs restore`. */
export async function restoreRuns(
  this: CliContext,
  flags: AnyRunsFlags,
  ...references: string[]
): Promise<void> {
  await withAnyRuns(this, flags, async (runs) => {
    const found = await findAll(runs, references, "deleted");
    for (const { info } of found) await runs.store.restoreRun(info.runId);
    return report(this, flags, { found, verb: "restored" });
  });
}

// All are found before the first is touched.
async function findAll(
  { store }: AnyRuns,
  references: readonly string[],
  lifecycleStage: LifecycleStage,
): Promise<readonly Run[]> {
  const { resolveRun } = await import("../../mod.ts");
  const found = new Map<string, Run>();
  for (const reference of references) {
    const run = await resolveRun(store, reference, { lifecycleStage });
    found.set(run.info.runId, run);
  }
  return [...found.values()];
}

interface Report {
  readonly found: readonly Run[];
  readonly verb: string;
  readonly next?: string | undefined;
}

function report(context: CliContext, flags: AnyRunsFlags, { found, verb, next }: Report): number {
  if (flags.json) {
    writeJson(context, {
      runs: found.map(({ info: { runId, runName } }) => ({ runId, runName })),
      action: verb,
    });
    return EXIT.ok;
  }
  const lines = [
    `  ${verb} ${formatNoun(found.length, "run")}: ${
      found.map(({ info }) => printable(info.runName)).join(", ")
    }`,
    ...(next === undefined ? [] : [`  ${next}`]),
  ];
  context.stdout.write(`${lines.join("\n")}\n`);
  return EXIT.ok;
}
