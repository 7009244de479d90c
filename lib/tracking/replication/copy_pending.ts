import { copyExperiment } from "./copy_experiment.ts";
import type { CopyContext } from "./copy_context.ts";
import { copyModel } from "./copy_model.ts";
import { copyRegistered } from "./copy_registered.ts";
import { copyRun } from "./copy_run.ts";
import { copyVersion } from "./copy_version.ts";
import { Lost } from "./failure.ts";
import type { Replica } from "./outbox.ts";

/**
 * Copy everything that a target lacks, once through; the named runs first. What the server refuses is kept with the reason.
 *
 * @throws {Error} When nothing more can be sent at present: the server does not answer, or does not let us in.
 */
export async function copyPending(context: CopyContext, first: readonly string[] = []): Promise<void> {
  for (const replica of context.outbox.unfinished(first)) {
    try {
      await copyReplica(context, replica);
    } catch (error) {
      if (error instanceof Lost) continue;
      if (!context.troubles.leavesOut(`replica ${replica.replica}`, error)) throw error;
    }
  }
  if (context.troubles.passing !== undefined) throw context.troubles.passing;
}

async function copyReplica(context: CopyContext, stale: Replica): Promise<void> {
  // It may have been made on behalf of another one meanwhile.
  const replica = context.outbox.reread(stale);
  if (replica === undefined) return;
  const { kind } = replica;
  switch (kind) {
    case "experiment":
      return await copyExperiment(context, replica);
    case "run":
      return await copyRun(context, replica);
    case "model":
      return await copyModel(context, replica);
    case "registered":
      return await copyRegistered(context, replica);
    case "version":
      return await copyVersion(context, replica);
    default:
      return kind satisfies never;
  }
}
