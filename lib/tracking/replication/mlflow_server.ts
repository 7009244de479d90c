import { isPlainObject, type JsonObject } from "../../core/json.ts";
import { parseArtifactRoot } from "../mlflow/artifact_root.ts";
import type { MlflowConnection } from "../mlflow/connection.ts";
import type { MlflowOutcome, MlflowRequest } from "../mlflow/mlflow_request.ts";
import { API } from "../mlflow/requests/api.ts";
import { writeArtifactRequest } from "../mlflow/requests/artifact_requests.ts";
import { refusal, Unanswered } from "./failure.ts";
import type { Server } from "./server.ts";

/** A server of MLflow as a place that things are copied to. Each request is made once: what is copied is repeated as a whole. */
export function mlflowServer(connection: MlflowConnection, signal?: AbortSignal): Server {
  const { endpoint } = connection;
  // Who has answered once is a server of MLflow: a route that it lacks is one of a newer version.
  let isKnown = false;

  async function attempt<T>(
    request: MlflowRequest,
    read?: (response: Response) => Promise<T>,
  ): Promise<T> {
    const outcome: MlflowOutcome<T> = await connection.attempt<T>({ ...request, signal }, read);
    if (outcome.kind === "done") {
      isKnown = true;
      return outcome.value;
    }
    if (outcome.kind === "later") throw new Unanswered(outcome.error, outcome.retryAfter);
    if (outcome.error.code === "ENDPOINT_NOT_FOUND" && !isKnown) {
      throw new Unanswered(outcome.error, undefined);
    }
    throw outcome.error;
  }

  return {
    endpoint,
    async ask(method, path, body): Promise<JsonObject> {
      const what = `copy ("${path}")`;
      const request = { method, path: `${API}/${path}`, what, isRepeatable: false };
      if (typeof body === "string") {
        const headers = { "content-type": "application/json" };
        return asObject(await attempt({ ...request, headers, bytes: new TextEncoder().encode(body) }));
      }
      return asObject(
        await attempt(method === "GET" ? { ...request, query: asQuery(body) } : { ...request, json: body }),
      );
    },
    async upload(root, path, content): Promise<void> {
      try {
        const place = parseArtifactRoot(root, endpoint);
        if (place.kind === "elsewhere") {
          throw refusal(`the server keeps artifacts at "${root}" and does not pass them on`);
        }
        if (/%[0-9a-f]{2}/i.test(path)) {
          throw refusal(
            `MLflow takes "%" and two digits in a name for one sign, and would store "${path}" elsewhere`,
          );
        }
        await attempt(writeArtifactRequest({ root: place.path, path }, content), async (response) => {
          await response.body?.cancel();
        });
      } finally {
        if (!content.locked) await content.cancel();
      }
    },
  };
}

function asObject(answer: unknown): JsonObject {
  // JSON alone is read.
  return isPlainObject(answer) ? answer as JsonObject : {};
}

function asQuery(body: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) => value === undefined ? [] : [[key, String(value)]]),
  );
}
