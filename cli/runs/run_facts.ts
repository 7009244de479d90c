import type { Run, RunStatus, TrackingStore } from "../../mod.ts";
import type { Style } from "../format/style.ts";

/** Tags that Kedge sets and shows in places of their own. */
export const TAG = {
  errorMessage: "kedge.error.message",
  errorStack: "kedge.error.stack",
  errorNode: "kedge.error.node",
  interrupted: "kedge.interrupted",
  commit: "mlflow.source.git.commit",
  dirty: "mlflow.source.git.dirty",
  command: "kedge.command",
  note: "mlflow.note.content",
} as const;

/** A status in words: `finished`. */
export function statusWord(status: RunStatus): string {
  return status.toLowerCase();
}

/** How to colour a status. */
export function statusPaint(status: RunStatus, style: Style): (text: string) => string {
  switch (status) {
    case "FINISHED":
      return style.green;
    case "FAILED":
      return style.red;
    case "KILLED":
    case "RUNNING":
    case "SCHEDULED":
      return style.yellow;
  }
}

/** Milliseconds that a run took, or has been running until now. */
export function runDuration({ info }: Run, now: number): number {
  return (info.endTime ?? now) - info.startTime;
}

/** Names of experiments by id. */
export async function experimentNames(store: TrackingStore): Promise<ReadonlyMap<string, string>> {
  const experiments = await store.listExperiments("all");
  return new Map(experiments.map(({ experimentId, name }) => [experimentId, name]));
}

/** A run for programs. Fields are only ever added. */
export function runToJson(run: Run, experiment: string | undefined): Record<string, unknown> {
  const { info, params, metrics, tags } = run;
  return {
    runId: info.runId,
    runName: info.runName,
    experiment,
    status: statusWord(info.status),
    isDeleted: info.lifecycleStage === "deleted",
    started: new Date(info.startTime).toISOString(),
    ended: info.endTime === undefined ? null : new Date(info.endTime).toISOString(),
    duration: info.endTime === undefined ? null : info.endTime - info.startTime,
    user: info.userId,
    artifactsAt: info.artifactUri,
    params,
    metrics: Object.fromEntries(Object.values(metrics).map(({ key, value, step }) => [key, { value, step }])),
    tags,
  };
}
