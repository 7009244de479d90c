import { isInProgress, type RunRow } from "../embedded/run_rows.ts";
import { copyArtifacts } from "./copy_artifacts.ts";
import { type CopyContext, type Made, send } from "./copy_context.ts";
import { copyEntries } from "./copy_entries.ts";
import { remoteExperimentId } from "./remote_experiment.ts";
import { ensureRun, findCopies, type RemoteRun } from "./remote_run.ts";
import { copyInputs, copyRunModels } from "./copy_uses.ts";
import { isMissing, isRefusal, unlessMissing } from "./failure.ts";
import type { Change, Outbox, Replica } from "./outbox.ts";
import { settleMetrics } from "./unsent_points.ts";

/**
 * Copy what a target lacks of a run, in an order in which nobody there sees a run ended that is not whole: first the run, then
 * what it recorded, then how it ended.
 */
export async function copyRun(context: CopyContext, replica: Replica): Promise<void> {
  const { outbox } = context;
  const row = findRow(outbox, replica);
  if (row === undefined) return await removeRun(context, replica);
  const change = outbox.changes(replica, "run")[0];
  let made: Made;
  try {
    made = await ensureRunAnywhere(context, replica, row);
    await restoreRun(context, replica, row);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    outbox.refuseWhole(replica, error.message);
    return;
  }
  const run = { replica, row, id: made.id, uri: made.uri ?? "" };
  await copyEntries(context, run);
  await copyInputs(context, run);
  await copyRunModels(context, run);
  await copyArtifacts(context, run);
  settleMetrics(outbox, replica);
  if (change !== undefined) await copyState(context, run, change);
}

// An experiment that was removed there since has another id now, or is to be made.
async function ensureRunAnywhere(context: CopyContext, replica: Replica, row: RunRow): Promise<Made> {
  try {
    return await ensureRun(context, replica, row);
  } catch (error) {
    if (!isMissing(error)) throw error;
    context.outbox.forgetExperiment(row.experiment);
    return await ensureRun(context, context.outbox.reread(replica) ?? replica, row);
  }
}

async function restoreRun({ outbox, server }: CopyContext, replica: Replica, row: RunRow): Promise<void> {
  const state = outbox.reread(replica)?.remote_state;
  if (state !== DELETED || row.lifecycle_stage === "deleted") return;
  await server.ask("POST", "runs/restore", { run_id: replica.remote_id });
  outbox.setState(replica, null);
}

// How it stands with the run is told last, unless it is at work.
async function copyState(
  context: CopyContext,
  { replica, row, id }: RemoteRun,
  change: Change,
): Promise<void> {
  const { outbox, server } = context;
  // What the server fails at may never arrive; nobody shall wait for the end of the run because of it.
  if (!isInProgress(row) && outbox.lacksParts(replica) && context.troubles.reason === undefined) return;
  await send(context, change, async () => {
    const state = outbox.reread(replica)?.remote_state ?? null;
    const question: Record<string, string | number> = { run_id: id, status: row.status };
    if (row.end_time !== null) question["end_time"] = row.end_time;
    const isOver = !isInProgress(row);
    if (state !== DELETED && (isOver || state !== row.status)) {
      await server.ask("POST", "runs/update", question);
      outbox.setState(replica, row.status);
    }
    if (isOver) await removeDoubles(context, replica, row);
    if (row.lifecycle_stage === "deleted" && state !== DELETED) {
      await server.ask("POST", "runs/delete", { run_id: id });
      outbox.setState(replica, DELETED);
    }
  });
}

// When an answer was lost, the server may have made the run after we had looked for it.
async function removeDoubles(context: CopyContext, replica: Replica, row: RunRow): Promise<void> {
  const { outbox, server } = context;
  const { doubt, remote_id: own } = outbox.reread(replica) ?? replica;
  if (doubt === 0) return;
  const experimentId = await remoteExperimentId(context, row.experiment);
  for (const { id } of await findCopies(context, experimentId, row.run_id)) {
    if (id !== own) await server.ask("POST", "runs/delete", { run_id: id });
  }
  outbox.trust(replica);
}

// It was removed for ever here: there it is deleted, which can be undone.
async function removeRun(context: CopyContext, replica: Replica): Promise<void> {
  const { outbox, server } = context;
  if (replica.remote_id !== null && replica.remote_state !== DELETED) {
    await unlessMissing(server.ask("POST", "runs/delete", { run_id: replica.remote_id }));
  }
  outbox.forget(replica);
  context.onSent?.(1);
}

const DELETED = "deleted";

function findRow(outbox: Outbox, { item }: Replica): RunRow | undefined {
  return outbox.database.get<RunRow>("SELECT * FROM runs WHERE run = ?", item);
}
