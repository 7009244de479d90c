import type { RunRow } from "../embedded/run_rows.ts";
import { fieldsOf, objectOf, textOf } from "../mlflow/wire/fields.ts";
import { PARENT_RUN_TAG, RUN_ID_TAG } from "../tag_names.ts";
import { type CopyContext, ensureMade, type Made } from "./copy_context.ts";
import { remoteExperimentId } from "./remote_experiment.ts";
import { followRun } from "./follow.ts";
import type { Change, Replica } from "./outbox.ts";
import { readTexts } from "./unsent_texts.ts";

/** A run that is there. */
export interface RemoteRun {
  /** That it is copied. */
  readonly replica: Replica;
  /** What it is here. */
  readonly row: RunRow;
  /** Its id there. */
  readonly id: string;
  /** Where its artifacts go. */
  readonly uri: string;
}

/** The id there of a run of this store, which is made there when it is not; `undefined` for one that this store does not know. */
export async function remoteRunId(context: CopyContext, runId: string): Promise<string | undefined> {
  const { outbox } = context;
  const row = outbox.database.get<RunRow>("SELECT * FROM runs WHERE run_id = ?", runId);
  if (row === undefined) return undefined;
  followRun(outbox.database, outbox.target, runId);
  const replica = outbox.find("run", row.run);
  return replica && (await ensureRun(context, replica, row)).id;
}

/** Make a run there unless it has been made. */
export async function ensureRun(context: CopyContext, replica: Replica, row: RunRow): Promise<Made> {
  if (replica.remote_id !== null) return { id: replica.remote_id, uri: replica.remote_uri };
  const { outbox, server } = context;
  const experimentId = await remoteExperimentId(context, row.experiment);
  const changes: Change[] = [];
  const made = await ensureMade(context, replica, {
    find: async () => (await findCopies(context, experimentId, row.run_id))[0],
    make: async () => {
      const tags = [{ key: RUN_ID_TAG, value: row.run_id }];
      for (const { change, key, value } of readTexts(outbox, replica, { kind: "tag", row, limit: 99 })) {
        if (value !== undefined && key !== RUN_ID_TAG) {
          tags.push({ key, value: await remoteTag(context, key, value) });
        }
        changes.push(change);
      }
      const { run } = await server.ask("POST", "runs/create", {
        experiment_id: experimentId,
        user_id: row.user_id,
        run_name: row.name,
        start_time: row.start_time,
        tags,
      });
      return toMade(run);
    },
  });
  outbox.setState(replica, "RUNNING");
  outbox.sent(changes);
  context.onSent?.(1);
  return made;
}

/** Runs there that carry the id of a run here; more than one when an answer was lost and the server was slow. */
export async function findCopies(
  context: CopyContext,
  experimentId: string,
  runId: string,
): Promise<readonly Made[]> {
  const { runs } = await context.server.ask("POST", "runs/search", {
    experiment_ids: [experimentId],
    filter: `tags.\`${RUN_ID_TAG}\` = '${runId}'`,
    run_view_type: "ALL",
    order_by: ["attributes.start_time ASC"],
    max_results: 100,
  });
  return Array.isArray(runs) ? runs.map(toMade) : [];
}

function toMade(run: unknown): Made {
  const info = objectOf(fieldsOf(run), "info");
  return { id: textOf(info, "run_id"), uri: textOf(info, "artifact_uri") };
}

/** The value of a tag as it must be there: a run inside another one names that one's copy. */
export async function remoteTag(context: CopyContext, key: string, value: string): Promise<string> {
  return key === PARENT_RUN_TAG ? await remoteRunId(context, value) ?? value : value;
}
