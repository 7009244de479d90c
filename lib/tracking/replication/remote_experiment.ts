import type { JsonObject } from "../../core/json.ts";
import { requireExperiment } from "../embedded/experiments.ts";
import { objectOf, textOf } from "../mlflow/wire/fields.ts";
import { type CopyContext, ensureMade } from "./copy_context.ts";
import { isMissing, isTaken, refusal } from "./failure.ts";
import { addReplica } from "./follow.ts";

// Without it MLflow's page takes an experiment for one about language models.
const KIND_TAG = "mlflow.experimentKind";
const KIND = "custom_model_development";

/** The id of the experiment with the same name there, which is made when there is none. */
export async function remoteExperimentId(context: CopyContext, experiment: number): Promise<string> {
  const { outbox, server } = context;
  const { database, target } = outbox;
  const known = outbox.find("experiment", experiment);
  if (known !== undefined && known.remote_id !== null) return known.remote_id;
  const { name } = requireExperiment(database, String(experiment));
  const replica = addReplica(database, target, { kind: "experiment", item: experiment });
  const find = async (): Promise<{ readonly id: string } | undefined> => {
    try {
      return idOf(await server.ask("GET", "experiments/get-by-name", { experiment_name: name }), name);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  const make = async (): Promise<{ readonly id: string }> => {
    const tags = database.all<{ readonly key: string; readonly value: string }>(
      "SELECT key, value FROM experiment_tags WHERE experiment = ?",
      experiment,
    ).map(({ key, value }) => ({ key, value }));
    if (!tags.some(({ key }) => key === KIND_TAG)) tags.push({ key: KIND_TAG, value: KIND });
    try {
      const { experiment_id } = await server.ask("POST", "experiments/create", { name, tags });
      return { id: String(experiment_id) };
    } catch (error) {
      // Somebody was quicker.
      const found = isTaken(error) ? await find() : undefined;
      if (found === undefined) throw error;
      return found;
    }
  };
  // Others use experiments too: it is looked for in any case.
  const found = await find();
  const row = outbox.reread({ replica });
  if (row === undefined) throw refusal(`Experiment "${name}" was removed`);
  return (await ensureMade(context, row, {
    find: () => Promise.resolve(found),
    make: found ? () => Promise.resolve(found) : make,
  })).id;
}

function idOf(answer: JsonObject, name: string): { readonly id: string } {
  const found = objectOf(answer, "experiment");
  if (found["lifecycle_stage"] === "deleted") {
    throw refusal(`experiment "${name}" is deleted on the server: restore it there, or use another name`);
  }
  return { id: textOf(found, "experiment_id") };
}
