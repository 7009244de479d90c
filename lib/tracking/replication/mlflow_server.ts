import { TrackingError } from "../../core/errors.ts";
import { isPlainObject, type JsonObject } from "../../core/json.ts";
import type { MlflowConnection } from "../mlflow/connection.ts";
import type { MlflowOutcome, MlflowRequest } from "../mlflow/mlflow_request.ts";
import { API } from "../mlflow/requests/api.ts";
import { searchExperimentsRequest } from "../mlflow/requests/experiment_requests.ts";
import { Unanswered } from "./failure.ts";
import { fileSender } from "./send_file.ts";
import type { Server } from "./server.ts";

/** A server of MLflow as a place that things are copied to. Each request is made once: what is copied is repeated as a whole. */
export function mlflowServer(connection: MlflowConnection, signal?: AbortSignal): Server {
  const { endpoint } = connection;

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
    upload: fileSender({ connection, signal, ask: attempt }),
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

function asObject(answer: unknown): JsonObject {
  // JSON alone is read.
  return isPlainObject(answer) ? answer as JsonObject : {};
}

function asQuery(body: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) => value === undefined ? [] : [[key, String(value)]]),
  );
}
