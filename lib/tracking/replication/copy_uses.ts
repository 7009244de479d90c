import type { JsonValue } from "../../core/json.ts";
import { readDatasetUses } from "../embedded/dataset_uses.ts";
import { type CopyContext, send } from "./copy_context.ts";
import type { Change } from "./outbox.ts";
import { remoteModelId } from "./remote_model.ts";
import type { RemoteRun } from "./remote_run.ts";

/** Copy which data a run read. MLflow does not know what a run wrote. */
export async function copyInputs(context: CopyContext, { replica, row, id }: RemoteRun): Promise<void> {
  const { outbox, server } = context;
  for (const change of outbox.changes(replica, "input")) {
    const [use] = readDatasetUses(outbox.database, row.run_id, Number(change.key));
    await send(context, change, async () => {
      if (use === undefined) return;
      const { dataset: { sourceType, ...dataset }, tags = {} } = use;
      await server.ask("POST", "runs/log-inputs", {
        run_id: id,
        datasets: [{
          tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
          dataset: withoutNothing({ ...dataset, source_type: sourceType }),
        }],
      });
    });
  }
}

/** Copy which models a run read or made. */
export async function copyRunModels(context: CopyContext, run: RemoteRun): Promise<void> {
  for (const change of context.outbox.changes(run.replica, "run_model")) {
    await copyRunModel(context, run, change);
  }
}

async function copyRunModel(context: CopyContext, { row, id }: RemoteRun, change: Change): Promise<void> {
  const { outbox, server } = context;
  const [role = "", model] = change.key.split("/");
  const { step } = outbox.database.get<{ readonly step: number }>(
    "SELECT step FROM run_models WHERE run = ? AND role = ? AND model = ?",
    row.run,
    role,
    Number(model),
  ) ?? { step: 0 };
  await send(context, change, async () => {
    const modelId = await remoteModelId(context, Number(model));
    if (role === "input") {
      await server.ask("POST", "runs/log-inputs", { run_id: id, models: [{ model_id: modelId }] });
      return;
    }
    try {
      await server.ask("POST", "runs/outputs", { run_id: id, models: [{ model_id: modelId, step }] });
    } catch (error) {
      // Sent before, and the answer was lost.
      if (!(error instanceof Error && error.message.includes("UNIQUE constraint"))) throw error;
    }
  });
}

function withoutNothing(
  data: Readonly<Record<string, JsonValue | undefined>>,
): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => value === undefined ? [] : [[key, value] as const]),
  );
}
