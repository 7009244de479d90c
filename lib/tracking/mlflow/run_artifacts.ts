import type { ArtifactInfo } from "../../core/run_context.ts";
import type { Body } from "../../stores/store.ts";
import { checkArtifactPath } from "../artifact_path.ts";
import type { Run } from "../entities.ts";
import { invalid } from "../limits.ts";
import type { TrackingStore } from "../tracking_store.ts";
import { parseArtifactRoot } from "./artifact_root.ts";
import {
  type ArtifactOwner,
  listFiles,
  proxiedFolders,
  readFile,
  readStream,
  writeFile,
} from "./artifacts.ts";
import type { MlflowConnection } from "./connection.ts";
import { directFiles } from "./direct_files.ts";
import { downloadArtifactRequest, listArtifactsRequest } from "./requests/artifact_requests.ts";
import { requireRun } from "./runs.ts";
import { readRun } from "./wire/read_run.ts";

/** The part of a store that is about artifacts of runs. */
export type RunArtifactPart = Pick<TrackingStore, "writeArtifact" | "listArtifacts" | "readArtifact">;

/** Artifacts of the runs of a server. */
export function runArtifactPart(connection: MlflowConnection): RunArtifactPart {
  const findRun = async (runId: string): Promise<Run> => readRun(await requireRun(connection, runId));
  const direct = directFiles(connection);
  const isProxied = ({ artifactUri }: ArtifactOwner): boolean =>
    parseArtifactRoot(artifactUri, connection.endpoint).kind === "proxied";

  return {
    writeArtifact: (runId, path, content) =>
      releasing(content, async () => {
        checkArtifactPath(path);
        const run = await findRun(runId);
        // The server takes files of deleted runs, and nobody would find them.
        if (run.info.lifecycleStage === "deleted") {
          throw invalid(`Cannot store artifact "${path}": run "${runId}" is deleted; restore it first`);
        }
        const owner = ownerOf(run);
        return await (direct(owner)?.write(path, content) ?? writeFile(connection, owner, { path, content }));
      }),
    async listArtifacts(runId, folder = ""): Promise<readonly ArtifactInfo[]> {
      if (folder !== "") checkArtifactPath(folder);
      const owner = ownerOf(await findRun(runId));
      const there = await direct(owner)?.list(folder);
      if (there !== undefined) return there.map((file) => ({ ...file, sha256: undefined }));
      const list = isProxied(owner)
        ? proxiedFolders(owner, connection.endpoint)
        : (below: string, pageToken: string | undefined) => listArtifactsRequest(runId, below, pageToken);
      return (await listFiles(connection, list, folder)).map((file) => ({ ...file, sha256: undefined }));
    },
    async readArtifact(runId, path, range = {}) {
      checkArtifactPath(path);
      const owner = ownerOf(await findRun(runId));
      const files = direct(owner);
      if (files !== undefined) return await files.read(path, range);
      if (isProxied(owner)) return await readFile(connection, owner, { path, range });
      const request = { ...downloadArtifactRequest(runId, path), signal: range.signal };
      return await readStream(connection, {
        request,
        range,
        missing: `${owner.name} has no artifact "${path}"`,
      });
    },
  };
}

/** Do something with bytes; a stream that it did not come to read is let go. */
export async function releasing<T>(content: Body, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (content instanceof ReadableStream && !content.locked) await content.cancel(error);
    throw error;
  }
}

function ownerOf({ info: { runId, runName, artifactUri } }: Run): ArtifactOwner {
  return { name: `Run "${runName}" (${runId})`, artifactUri };
}
