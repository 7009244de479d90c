import { TrackingError } from "../../core/errors.ts";
import { isPlainObject, type JsonObject } from "../../core/json.ts";
import { parseArtifactRoot } from "../mlflow/artifact_root.ts";
import type { MlflowConnection } from "../mlflow/connection.ts";
import { directFiles } from "../mlflow/direct_files.ts";
import type { MlflowOutcome, MlflowRequest } from "../mlflow/mlflow_request.ts";
import { API } from "../mlflow/requests/api.ts";
import { writeArtifactRequest } from "../mlflow/requests/artifact_requests.ts";
import { searchExperimentsRequest } from "../mlflow/requests/experiment_requests.ts";
import { refusal, Unanswered } from "./failure.ts";
import type { Server } from "./server.ts";

/** A server of MLflow as a place that things are copied to. Each request is made once: what is copied is repeated as a whole. */
export function mlflowServer(connection: MlflowConnection, signal?: AbortSignal): Server {
  const { endpoint } = connection;
  const direct = directFiles(connection);

  async function attempt<T>(
    request: MlflowRequest,
    read?: (response: Response) => Promise<T>,
  ): Promise<T> {
    const outcome: MlflowOutcome<T> = await connection.attempt<T>({ ...request, signal }, read);
    if (outcome.kind === "done") return outcome.value;
    const error = brief(outcome.error);
    // Who answers other questions, and not this one, keeps nothing else waiting.
    if (OF_ITS_OWN.has(error.status ?? 0) && await letsUsLook()) throw new Unanswered(error, { isOwn: true });
    if (outcome.kind === "later") throw new Unanswered(error, { retryAfter: outcome.retryAfter });
    // A server that lacks a route is an older one, or is none of MLflow's at present: somebody answers in its place.
    if (error.code === "ENDPOINT_NOT_FOUND" && !await letsUsLook()) throw new Unanswered(error);
    throw error;
  }

  async function letsUsLook(): Promise<boolean> {
    const { kind } = await connection.attempt({ ...searchExperimentsRequest({ maxResults: 1 }), signal });
    return kind === "done";
  }

  return {
    endpoint,
    async ask(method, path, body): Promise<JsonObject> {
      const what = `ask "${path}"`;
      const request = {
        method,
        path: `${API}/${path}`,
        what,
        isRepeatable: method !== "POST" || !MAKES.has(path),
      };
      if (body instanceof Uint8Array) {
        const headers = { "content-type": "application/json" };
        return asObject(await attempt({ ...request, headers, bytes: body }));
      }
      return asObject(
        await attempt(method === "GET" ? { ...request, query: asQuery(body) } : { ...request, json: body }),
      );
    },
    async upload(root, path, content): Promise<void> {
      try {
        const place = parseArtifactRoot(root, endpoint);
        if (place.kind === "elsewhere") {
          const files = direct({ name: "the run", artifactUri: root });
          if (files !== undefined) return void await files.write(path, content);
          throw refusal(`the server keeps artifacts at "${root}" and does not pass them on`);
        }
        const request = checked(() => writeArtifactRequest({ root: place.path, path }, content));
        await attempt(request);
      } finally {
        if (!content.locked) await content.cancel();
      }
    },
  };
}

// It fails, or does not allow it.
const OF_ITS_OWN: ReadonlySet<number> = new Set([403, 500]);

// What would be there twice.
const MAKES: ReadonlySet<string> = new Set(["runs/create", "logged-models", "model-versions/create"]);

// What is copied, and where, is told beside the reason.
function brief(error: TrackingError): TrackingError {
  const { endpoint, status, code } = error;
  const reason = error.message.replace(/^Cannot .* at "[^"]*": /, "");
  return new TrackingError(reason, { endpoint, status, code }, { cause: error });
}

// A name that no server of MLflow takes is not sent.
function checked<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof TrackingError) throw refusal(error.message);
    throw error;
  }
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
