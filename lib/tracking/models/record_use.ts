import { currentScope } from "../../core/run_context.ts";
import type { TrackingStore } from "../tracking_store.ts";
import type { OpenedModel } from "./open_model.ts";

/** Record that the run in progress has loaded a model, when that is one of another run. */
export async function recordUse(
  store: TrackingStore,
  { modelId, runId }: Pick<OpenedModel, "modelId" | "runId">,
): Promise<void> {
  const run = currentScope()?.run;
  if (run === undefined || modelId === undefined || run.id === runId) return;
  await store.logRunModels(run.id, [{ modelId, role: "input", step: 0 }]);
}
