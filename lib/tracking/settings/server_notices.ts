import type { Issue } from "../../core/issue.ts";
import type { PlaceOf } from "../../core/located.ts";
import { redact } from "../system/command_line.ts";
import type { MlflowFile } from "./mlflow_file.ts";
import { headersModule } from "./server.ts";

/** What settings of `mlflow.yml` about a server meet with. */
export interface ServerSurroundings {
  /** The server that runs are copied to. */
  readonly uri: string;
  /** The module of `kedge.yml` that makes headers. */
  readonly headers: string | null;
  /** `MLFLOW_REGISTRY_URI`. */
  readonly registryUri: string | undefined;
  /** Where keys of `mlflow.yml` stand. */
  readonly placeOf: PlaceOf;
}

/** What `mlflow.yml` says about a server that is not followed here. */
export function serverNotices({ server }: MlflowFile, surroundings: ServerSurroundings): readonly Issue[] {
  return [providerNotice(server, surroundings), registryNotice(server, surroundings)]
    .filter((notice) => notice !== undefined);
}

// What kedro-mlflow makes headers with.
function providerNotice(
  { request_header_provider: { type } }: MlflowFile["server"],
  { headers, placeOf }: ServerSurroundings,
): Issue | undefined {
  if (type === null || headersModule(headers, type) !== undefined) return undefined;
  return {
    code: "tracking.python_headers",
    message:
      `server.request_header_provider.type is "${type}": a class of Python makes no headers here. Write a module with a ` +
      "function as its default export, and name it in kedge.yml: tracking.server.headers",
    place: placeOf(["server", "request_header_provider", "type"]),
  };
}

// MLflow can register models at another server than it records runs at.
function registryNotice(
  { mlflow_registry_uri: written }: MlflowFile["server"],
  { uri: server, registryUri, placeOf }: ServerSurroundings,
): Issue | undefined {
  const uri = written ?? registryUri;
  if (uri === undefined || URL.parse(uri)?.origin === URL.parse(server)?.origin) return undefined;
  const name = written === null ? "MLFLOW_REGISTRY_URI" : "server.mlflow_registry_uri";
  return {
    code: "tracking.registry_uri",
    message: `${name} is "${
      redact(uri)
    }": models are registered at the server that runs are copied to, as a server of MLflow registers no model that it does not hold`,
    place: written === null ? undefined : placeOf(["server", "mlflow_registry_uri"]),
  };
}
