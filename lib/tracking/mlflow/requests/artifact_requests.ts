import type { Body, ReadOptions } from "../../../stores/store.ts";
import { artifactRoute } from "../artifact_root.ts";
import type { MlflowRequest } from "../mlflow_request.ts";
import { getRequest } from "./api.ts";

/** An artifact of a run or model whose files the server passes on. */
export interface ProxiedArtifact {
  /** Path of the root on the server. */
  readonly root: string;
  /** Path below it. */
  readonly path: string;
}

/** Store an artifact. A stream is sent as it comes, once. */
export function writeArtifactRequest({ root, path }: ProxiedArtifact, bytes: Body): MlflowRequest {
  return {
    method: "PUT",
    path: artifactRoute(root, path),
    bytes,
    headers: { "content-type": "application/octet-stream" },
    mayAnswerNothing: true,
    what: `store artifact "${path}"`,
    isRepeatable: true,
  };
}

/** Ask for bytes of an artifact. */
export function readArtifactRequest(
  { root, path }: ProxiedArtifact,
  range: Pick<ReadOptions, "start" | "end"> = {},
): MlflowRequest {
  return {
    method: "GET",
    path: artifactRoute(root, path),
    headers: rangeHeader(range),
    what: `read artifact "${path}"`,
    isRepeatable: true,
  };
}

/** Ask for bytes of an artifact of a run, wherever it is; the whole is sent. */
export function downloadArtifactRequest(runId: string, path: string): MlflowRequest {
  return {
    method: "GET",
    path: "get-artifact",
    query: { run_id: runId, path },
    what: `read artifact "${path}" of run "${runId}"`,
    isRepeatable: true,
  };
}

/** Ask what is in a folder whose files the server passes on: `{ files: [{ path, is_dir, file_size }] }` with bare names. */
export function listProxiedRequest(root: string, folder: string, pageToken?: string): MlflowRequest {
  return {
    method: "GET",
    path: "api/2.0/mlflow-artifacts/artifacts",
    query: { path: folder === "" ? root : `${root}/${folder}`, page_token: pageToken },
    what: `list artifacts below "${folder}"`,
    isRepeatable: true,
  };
}

/** Ask what is in a folder of a run, wherever it is: `{ files: [{ path, is_dir, file_size }], next_page_token }`. */
export function listArtifactsRequest(runId: string, folder: string, pageToken?: string): MlflowRequest {
  return getRequest("artifacts/list", {
    what: `list artifacts of run "${runId}"`,
    query: { run_id: runId, path: folder === "" ? undefined : folder, page_token: pageToken },
  });
}

/** The header that asks for some bytes; none for all of them. */
export function rangeHeader(
  { start = 0, end }: Pick<ReadOptions, "start" | "end">,
): Readonly<Record<string, string>> {
  if (start === 0 && end === undefined) return {};
  return { range: `bytes=${start}-${end === undefined ? "" : end - 1}` };
}
