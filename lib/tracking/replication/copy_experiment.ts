import { type CopyContext, send } from "./copy_context.ts";
import { isMissing } from "./failure.ts";
import type { Replica } from "./outbox.ts";
import { remoteExperimentId } from "./remote_experiment.ts";

/** Copy tags of an experiment that changed since it was made. */
export async function copyExperiment(context: CopyContext, replica: Replica): Promise<void> {
  const { outbox, server } = context;
  const id = await remoteExperimentId(context, replica.item);
  for (const change of outbox.changes(replica, "tag")) {
    const { key } = change;
    const value = outbox.database.get<{ readonly value: string }>(
      "SELECT value FROM experiment_tags WHERE experiment = ? AND key = ?",
      replica.item,
      key,
    )?.value;
    await send(context, change, async () => {
      const question = value === undefined ? "delete-experiment-tag" : "set-experiment-tag";
      try {
        await server.ask("POST", `experiments/${question}`, { experiment_id: id, key, value });
      } catch (error) {
        if (value !== undefined || !isMissing(error)) throw error;
      }
    });
  }
}
