import type { TrackingError } from "../../core/errors.ts";
import { type Batch, batchBody, type Entry, toBatches } from "./batches.ts";
import { type CopyContext, noteLoss, send } from "./copy_context.ts";
import { isRefusal, unlessMissing } from "./failure.ts";
import { type RemoteRun, remoteTag } from "./remote_run.ts";
import { RUN_ID_TAG } from "../tag_names.ts";
import { readTexts } from "./unsent_texts.ts";
import { readUnsentPoints, settlePoints } from "./unsent_points.ts";

// Read at once: what is in memory at any time.
const POINTS = 2000;
const TEXTS = 200;
const TOO_LARGE = 413;
// A run that grows as fast as it is copied lets others have their turn.
const ROUNDS = 20;

/** Copy params, tags and points of metrics. */
export async function copyEntries(
  context: CopyContext,
  run: RemoteRun,
): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const entries = await readEntries(context, run);
    if (entries.length === 0) return;
    for (const batch of toBatches(entries)) await sendBatch(context, run, batch);
  }
}

async function readEntries(
  context: CopyContext,
  { replica, row, id }: RemoteRun,
): Promise<readonly Entry[]> {
  const { outbox, server } = context;
  const entries: Entry[] = [];
  for (const { change, key, value } of readTexts(outbox, replica, { kind: "param", row, limit: TEXTS })) {
    if (value === undefined) outbox.sent([change]);
    else entries.push({ kind: "param", change, key, value });
  }
  for (const { change, key, value } of readTexts(outbox, replica, { kind: "tag", row, limit: TEXTS })) {
    // Where it was before it came here: there it has the tag with its id here.
    if (key === RUN_ID_TAG) {
      outbox.sent([change]);
      continue;
    }
    if (value !== undefined) {
      entries.push({ kind: "tag", change, key, value: await remoteTag(context, key, value) });
      continue;
    }
    await send(context, change, async () => {
      await unlessMissing(server.ask("POST", "runs/delete-tag", { run_id: id, key }));
    });
  }
  for (const unsent of readUnsentPoints(outbox, replica, POINTS)) entries.push({ kind: "points", ...unsent });
  return entries;
}

// A request that is refused is cut in halves until what is wrong stands alone; sending again what went through is harmless.
async function sendBatch(context: CopyContext, run: RemoteRun, batch: Batch): Promise<void> {
  const { outbox, server } = context;
  try {
    await server.ask("POST", "runs/log-batch", batchBody(run.id, batch));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (batch[0] !== undefined) await noteLoss(context, batch[0].change, error);
    const halves = inHalves(batch, error);
    if (halves.length === 0 && batch[0] !== undefined) outbox.refused(batch[0].change, error.message);
    for (const half of halves) await sendBatch(context, run, half);
    return;
  }
  outbox.database.transaction(() => {
    for (const entry of batch) {
      if (entry.kind === "points") settlePoints(outbox, entry);
      else outbox.settle([entry.change]);
    }
  });
  context.onSent?.(
    batch.reduce((sum, entry) => sum + (entry.kind === "points" ? entry.points.length : 1), 0),
  );
}

// Points of one metric are cut only when there were too many of them: they are refused for the name that they share.
function inHalves(batch: Batch, { status }: TrackingError): readonly Batch[] {
  const [only] = batch;
  if (batch.length > 1) {
    const middle = Math.ceil(batch.length / 2);
    return [batch.slice(0, middle), batch.slice(middle)];
  }
  if (status !== TOO_LARGE || only?.kind !== "points" || only.points.length < 2) return [];
  const middle = Math.ceil(only.points.length / 2);
  return [[{ ...only, points: only.points.slice(0, middle) }], [{
    ...only,
    points: only.points.slice(middle),
  }]];
}
