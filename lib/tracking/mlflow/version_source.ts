import type { CreateModelVersionOptions } from "../models/model_store.ts";
import { parseVersionSource } from "../models/version_source.ts";
import { ask } from "./ask.ts";
import type { MlflowConnection } from "./connection.ts";
import { getLoggedModelRequest } from "./requests/logged_model_requests.ts";
import { requireRun } from "./runs.ts";
import { objectOf, optionalText } from "./wire/fields.ts";

/** What made a version: the server does not find it out by itself. */
export interface VersionMaker {
  /** The run that made it. */
  readonly runId: string | undefined;
  /** The logged model that it is. */
  readonly modelId: string | undefined;
}

/** Check where a version comes from, and find what made it. */
export async function resolveVersionSource(
  connection: MlflowConnection,
  { source, runId }: CreateModelVersionOptions,
): Promise<VersionMaker> {
  const origin = parseVersionSource(source);
  switch (origin.kind) {
    case "model": {
      const { modelId } = origin;
      // Unknown to the server, it would be an error of its own.
      const info = objectOf(objectOf(await ask(connection, getLoggedModelRequest(modelId)), "model"), "info");
      return { runId: runId ?? optionalText(info, "source_run_id"), modelId };
    }
    case "run":
      await requireRun(connection, origin.runId);
      return { runId: runId ?? origin.runId, modelId: undefined };
    case "store":
      return ownersOf(source, runId);
    default:
      return origin satisfies never;
  }
}

// Files that the server passes on are registered with the run or model that owns them only.
function ownersOf(source: string, runId: string | undefined): VersionMaker {
  if (!/^mlflow-artifacts:/i.test(source)) return { runId, modelId: undefined };
  const modelId = /\/models\/(m-[0-9a-f]{32})\//.exec(source)?.[1];
  const owner = /\/([0-9a-f]{32})\/artifacts(?:\/|$)/.exec(source)?.[1];
  return { runId: runId ?? (modelId === undefined ? owner : undefined), modelId };
}
