import type { Issue } from "../../core/issue.ts";
import { isPlainObject } from "../../core/json.ts";
import { entryText } from "../entry_text.ts";

/** What MLflow's environment variables choose. */
export interface TrackingEnvironment {
  /** `MLFLOW_TRACKING_URI`. */
  readonly trackingUri: string | undefined;
  /** `MLFLOW_REGISTRY_URI`. */
  readonly registryUri: string | undefined;
  /** `MLFLOW_EXPERIMENT_NAME`. */
  readonly experimentName: string | undefined;
  /** `MLFLOW_EXPERIMENT_ID`. */
  readonly experimentId: string | undefined;
  /** `MLFLOW_RUN_ID`: a run to go on with. */
  readonly runId: string | undefined;
  /** `MLFLOW_RUN_CONTEXT`: tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Read the variables; what is wrong with them goes to `issues`. */
export function readTrackingEnvironment(
  variable: (name: string) => string | undefined,
  issues: Issue[],
): TrackingEnvironment {
  const read = (name: string): string | undefined => variable(`MLFLOW_${name}`) || undefined;
  return {
    trackingUri: read("TRACKING_URI"),
    registryUri: read("REGISTRY_URI"),
    experimentName: read("EXPERIMENT_NAME"),
    experimentId: read("EXPERIMENT_ID"),
    runId: read("RUN_ID"),
    tags: parseTags(read("RUN_CONTEXT"), issues),
  };
}

function parseTags(text: string | undefined, issues: Issue[]): Readonly<Record<string, string>> {
  if (text === undefined) return {};
  const data = parseJson(text);
  if (isPlainObject(data)) {
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, entryText(value) ?? ""]));
  }
  issues.push({
    code: "tracking.wrong_value",
    message: 'must be tags as a JSON object, such as {"team": "birds"}',
    place: { file: "MLFLOW_RUN_CONTEXT" },
  });
  return {};
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
