import { TrackingError } from "../../core/errors.ts";
import type { ArtifactInfo } from "../../core/run_context.ts";
import type { Body, ReadOptions } from "../../stores/store.ts";
import { checkArtifactPath } from "../artifact_path.ts";
import type { ArtifactPlaces } from "./artifact_places.ts";
import { hashBody } from "../sha256.ts";
import { told } from "../told.ts";
import type { Database } from "./database.ts";
import { requireActiveRun, requireRun } from "./run_rows.ts";

/** An artifact to be stored. */
export interface NewArtifact {
  /** Id of its run. */
  readonly runId: string;
  /** Its path. */
  readonly path: string;
  /** Its bytes. */
  readonly content: Body;
}

/**
 * Store an artifact: first the bytes, then the row that makes it known. Who dies in between leaves bytes that nobody knows
 * of; where they replace others, size and SHA-256 are those of the old ones until it is stored again.
 */
export async function writeArtifact(
  database: Database,
  places: ArtifactPlaces,
  artifact: NewArtifact,
): Promise<ArtifactInfo> {
  try {
    return await storeArtifact(database, places, artifact);
  } catch (error) {
    // Whoever opened the stream relies on its being read or closed.
    const { content } = artifact;
    if (content instanceof ReadableStream && !content.locked) await content.cancel(error);
    throw error;
  }
}

async function storeArtifact(
  database: Database,
  places: ArtifactPlaces,
  { runId, path, content }: NewArtifact,
): Promise<ArtifactInfo> {
  checkArtifactPath(path);
  const row = requireActiveRun(database, runId);
  const { store, root } = places.of(row);
  const { body, digest } = await hashBody(content);
  const { size } = await told(
    `Cannot store artifact "${path}" of run "${row.name}"`,
    () => store.write(`${root}/${path}`, body),
  );
  const info = { path, size, sha256: await digest() };
  database.run(
    "INSERT INTO artifacts VALUES (?, ?, ?, ?) " +
      "ON CONFLICT DO UPDATE SET size = excluded.size, sha256 = excluded.sha256",
    row.run,
    path,
    size,
    info.sha256,
  );
  return info;
}

/** Artifacts of a run, below a folder or all, in order of their paths. */
export function listArtifacts(database: Database, runId: string, folder: string): readonly ArtifactInfo[] {
  const { run } = requireRun(database, runId);
  if (folder === "") {
    return database.all<ArtifactInfo>(
      "SELECT path, size, sha256 FROM artifacts WHERE run = ? ORDER BY path",
      run,
    );
  }
  checkArtifactPath(folder);
  return database.all<ArtifactInfo>(
    "SELECT path, size, sha256 FROM artifacts WHERE run = ? AND path >= ? AND path < ? ORDER BY path",
    run,
    `${folder}/`,
    // The sign after "/".
    `${folder}0`,
  );
}

/** Bytes of an artifact. */
export function readArtifact(
  database: Database,
  places: ArtifactPlaces,
  { runId, path, range = {} }: {
    readonly runId: string;
    readonly path: string;
    readonly range?: ReadOptions | undefined;
  },
): Promise<ReadableStream<Uint8Array>> {
  checkArtifactPath(path);
  const row = requireRun(database, runId);
  const known = database.get("SELECT 1 FROM artifacts WHERE run = ? AND path = ?", row.run, path);
  if (known !== undefined) {
    const { store, root } = places.of(row);
    const attempt = `Cannot read artifact "${path}" of run "${row.name}"`;
    return told(attempt, () => store.read(`${root}/${path}`, range));
  }
  throw new TrackingError(`Run "${row.name}" (${runId}) has no artifact "${path}"`, {
    endpoint: database.path,
    code: "RESOURCE_DOES_NOT_EXIST",
  });
}
