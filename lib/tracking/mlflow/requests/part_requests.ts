import { partsRoute } from "../artifact_root.ts";
import type { MlflowRequest } from "../mlflow_request.ts";
import type { ProxiedArtifact } from "./artifact_requests.ts";

/** A part that has arrived. */
export interface SentPart {
  /** From 1 on. */
  readonly part_number: number;
  /** What the storage calls its content. */
  readonly etag: string;
}

/** Ask where to send an artifact in parts: `{ upload_id, credentials: [{ url, part_number, headers }] }`. */
export function createPartsRequest(artifact: ProxiedArtifact, count: number): MlflowRequest {
  // What is begun twice is two uploads, of which one is never ended.
  return partsRequest("create", artifact, { num_parts: count });
}

/** Have parts joined. */
export function completePartsRequest(
  artifact: ProxiedArtifact,
  { uploadId, parts }: { readonly uploadId: string; readonly parts: readonly SentPart[] },
): MlflowRequest {
  return partsRequest("complete", artifact, { upload_id: uploadId, parts });
}

/** Have parts thrown away. */
export function abortPartsRequest(artifact: ProxiedArtifact, uploadId: string): MlflowRequest {
  return partsRequest("abort", artifact, { upload_id: uploadId });
}

function partsRequest(
  verb: "create" | "complete" | "abort",
  { root, path }: ProxiedArtifact,
  json: Readonly<Record<string, unknown>>,
): MlflowRequest {
  const { route, name } = partsRoute(verb, root, path);
  return {
    method: "POST",
    path: route,
    json: { path: name, ...json },
    what: `store artifact "${path}" in parts`,
    isRepeatable: false,
  };
}
