import { askOptional } from "./ask.ts";
import type { MlflowConnection } from "./connection.ts";
import type { MlflowRequest } from "./mlflow_request.ts";
import { refusal } from "./refusal.ts";
import { type Fields, optionalText } from "./wire/fields.ts";

/** What a server of MLflow is and can do. */
export interface MlflowServerInfo {
  /** Its version: `3.18.0`. */
  readonly version: string;
  /** What keeps its data: `SqlStore`, `FileStore`. */
  readonly storeType: string | undefined;
  /** Whether it passes on artifacts; `undefined` when it is too old to tell. */
  readonly servesArtifacts: boolean | undefined;
  /** Whether it knows workspaces. */
  readonly workspaces: boolean;
  /** Whether large files can be sent in parts, past the server. */
  readonly multipartUploads: boolean;
  /** Whether large files can be read in parts, past the server. */
  readonly multipartDownloads: boolean;
  /** Whether files go past the server, and never through it. */
  readonly presignedOnly: boolean;
  /** How it knows who asks: `basic-auth`; `undefined` when it does not ask. */
  readonly auth: string | undefined;
}

/** Ask a server what it is. Servers before 3.x tell their version only. */
export async function readServerInfo(connection: MlflowConnection): Promise<MlflowServerInfo> {
  const version = await readVersion(connection);
  const info: Fields = await askOptional(connection, {
    method: "GET",
    path: "api/3.0/mlflow/server-info",
    what: "ask what the server can do",
    isRepeatable: true,
  }, ["ENDPOINT_NOT_FOUND"]) ?? {};
  const serves = info.artifact_serving_enabled;
  return {
    version,
    storeType: optionalText(info, "store_type"),
    servesArtifacts: typeof serves === "boolean" ? serves : undefined,
    workspaces: info.workspaces_enabled === true,
    multipartUploads: info.multipart_uploads_enabled === true,
    multipartDownloads: info.multipart_downloads_enabled === true,
    presignedOnly: info.artifacts_presigned_only === true,
    auth: optionalText(info, "tracking_auth"),
  };
}

async function readVersion(connection: MlflowConnection): Promise<string> {
  const what = "ask for the version";
  const request: MlflowRequest = { method: "GET", path: "version", what, isRepeatable: true };
  return await connection.send(request, async (response) => {
    const text = (await response.text()).trim();
    if (/^\d+\.\d+\S*$/.test(text)) return text;
    throw await refusal(new Response(text, response), { what, endpoint: connection.endpoint });
  });
}
