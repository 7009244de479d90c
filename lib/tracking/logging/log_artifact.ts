import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TrackingError } from "../../core/errors.ts";
import type { RunScope } from "../../core/run_context.ts";
import { requireScope } from "./current_run.ts";

/**
 * Store a file of this machine, bytes or a stream as an artifact of the current run. It is stored when the promise
 * resolves; streams are never held in memory. An artifact that has the path already is replaced.
 *
 * @param content Path or URL of a file, or the bytes themselves.
 * @param path Path among the artifacts of the run; for a file, its name when none is given.
 * @throws {TrackingError} Outside a run, when the file cannot be read, and for a path that leads out of the run.
 * @throws {TypeError} For bytes without a path.
 *
 * @example Keep a file
 * ```ts
 * import assert from "node:assert/strict";
 * import { logArtifact, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${directory}/model.json`, "{}");
 * const id = await withRun({ directory }, async (run) => {
 *   await logArtifact(`${directory}/model.json`, "model/forest.json");
 *   return run.id;
 * });
 *
 * await using store = openEmbeddedStore(directory);
 * const [artifact] = await store.listArtifacts(id);
 * assert.equal(artifact?.path, "model/forest.json");
 * assert.equal(artifact.size, 2);
 * ```
 */
export async function logArtifact(
  content: string | URL | Uint8Array | ReadableStream<Uint8Array>,
  path?: string,
): Promise<void> {
  const scope = requireScope("logArtifact");
  if (typeof content === "string" || content instanceof URL) {
    const file = toPath(content);
    await storeFile(scope, file, path ?? basename(file));
    return;
  }
  if (path === undefined) throw new TypeError("Cannot store bytes as an artifact: a path is needed for them");
  if (scope.run !== undefined) await scope.run.writeArtifact(path, content, scope.node);
  else if (content instanceof ReadableStream) await content.cancel();
}

/**
 * Store all files below a folder of this machine as artifacts of the current run.
 *
 * @param folder Path or URL of the folder.
 * @param path Folder among the artifacts of the run; the top when none is given.
 * @throws {TrackingError} Outside a run, and when something cannot be read.
 *
 * @example Keep a folder
 * ```ts
 * import assert from "node:assert/strict";
 * import { logArtifacts, openEmbeddedStore, withRun } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * await Deno.mkdir(`${directory}/plots`);
 * await Deno.writeTextFile(`${directory}/plots/mass.svg`, "<svg/>");
 * const id = await withRun({ directory }, async (run) => {
 *   await logArtifacts(`${directory}/plots`, "figures");
 *   return run.id;
 * });
 *
 * await using store = openEmbeddedStore(directory);
 * const artifacts = await store.listArtifacts(id);
 * assert.deepEqual(artifacts.map((artifact) => artifact.path), ["figures/mass.svg"]);
 * ```
 */
export async function logArtifacts(folder: string | URL, path?: string): Promise<void> {
  const scope = requireScope("logArtifacts");
  const root = toPath(folder);
  for (const name of await listFiles(root)) {
    await storeFile(scope, join(root, ...name), [...(path === undefined ? [] : [path]), ...name].join("/"));
  }
}

async function storeFile({ run, node }: RunScope, file: string, path: string): Promise<void> {
  // Closed by the stream, or here when it was not even begun.
  using opened = await readable(file, () => Deno.open(file));
  await run?.writeArtifact(path, opened.readable, node);
}

// Names from the top, in order. A link to a file counts as the file; a link to a folder may lead round in circles.
async function listFiles(root: string, folders: readonly string[] = []): Promise<readonly string[][]> {
  const files: string[][] = [];
  const folder = join(root, ...folders);
  const entries = await readable(folder, () => Array.fromAsync(Deno.readDir(folder)));
  for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
    if (isDirectory) files.push(...await listFiles(root, [...folders, name]));
    else if ((await Deno.stat(join(folder, name))).isFile) files.push([...folders, name]);
  }
  return files;
}

async function readable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const reason = error instanceof Deno.errors.NotFound ? "it does not exist" : error.message;
    throw new TrackingError(`Cannot store "${path}" as an artifact: ${reason}`, { code: "NOT_FOUND" }, {
      cause: error,
    });
  }
}

function toPath(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path;
}
