import { toBytes } from "../../core/bytes.ts";
import { TrackingError } from "../../core/errors.ts";
import { currentScope } from "../../core/run_context.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { DatasetContext } from "../../datasets/dataset_type.ts";
import type { StoreKey } from "../../stores/store.ts";
import type { ArtifactNames, InnerFields } from "./artifact_path.ts";
import type { ArtifactPlace, ArtifactPlaces } from "./artifact_place.ts";
import type { Listener, Note } from "../noting_store.ts";
import { filesStore } from "../files_store.ts";
import { isOutsideRuns } from "./run_access.ts";

/** A dataset whose files are artifacts. */
export interface Artifact {
  /** The entry of the dataset. */
  readonly entry: InnerFields;
  /** Its file or folder, as written. */
  readonly path: string;
  /** How its files are called among the artifacts. */
  readonly names: ArtifactNames;
  /** What datasets are made with. */
  readonly context: DatasetContext;
  /** Finds the artifacts of runs. */
  readonly places: ArtifactPlaces;
}

/** The dataset as it stands among the artifacts of a run, to save it there. */
export function toRun(artifact: Artifact, reference: string | undefined): Dataset {
  return inPlace(artifact, () => artifact.places.find(reference));
}

/** The dataset as it stands among the artifacts of a run, or of one around the run in progress, to load it from there. */
export function fromRun(artifact: Artifact, reference: string | undefined): Dataset {
  // A folder is found once for all of its files.
  let known: { readonly run: string; readonly place: ArtifactPlace } | undefined;
  return inPlace(artifact, async () => {
    const run = currentScope()?.run?.id;
    if (known !== undefined && known.run === run) return known.place;
    const { place, isThere } = await findPlace(artifact, reference);
    if (isThere && run !== undefined) known = { run, place };
    return place;
  });
}

/** Whether a run has the artifact. Of the run in progress it is not known before it has begun. */
export async function isInRun(artifact: Artifact, reference: string | undefined): Promise<boolean> {
  if (isOutsideRuns(reference)) return true;
  return (await findPlace(artifact, reference)).isThere;
}

async function findPlace(
  artifact: Artifact,
  reference: string | undefined,
): Promise<{ readonly place: ArtifactPlace; readonly isThere: boolean }> {
  const has = async (place: ArtifactPlace): Promise<boolean> => await kindOf(artifact, place) !== undefined;
  const place = await artifact.places.findWith(reference, has);
  return { place, isThere: await has(place) };
}

function inPlace({ entry, names, context }: Artifact, place: () => Promise<ArtifactPlace>): Dataset {
  // Each run is a version.
  const { versioned: _versioned, ...fields } = entry;
  const store = filesStore(place);
  const dataset = context.create(fields, {
    resolve: (path) => ({ store, key: names.pathOf(context.resolve(path).key) }),
  });
  return {
    ...dataset,
    locate: async (transfer) => {
      const found = await dataset.locate?.(transfer);
      return found && inStore(await place(), found);
    },
    locateParts: async (transfer) => {
      const found = await dataset.locateParts?.(transfer);
      if (found === undefined) return undefined;
      const known = await place();
      return {
        folder: inStore(known, found.folder),
        parts: found.parts.map(({ id, locate }) => ({
          id,
          locate: async () => {
            const part = await locate();
            return part && inStore(known, part);
          },
        })),
      };
    },
  };
}

// What was used stays that of this run, whichever is in progress later.
function inStore(place: ArtifactPlace, { key }: StoreKey): StoreKey {
  return { store: filesStore(() => Promise.resolve(place), place.uri), key };
}

/**
 * Put the artifact of a run in place of the local file, as kedro-mlflow does. Folders and versions stay as they are here: false
 * tells to read them from the run.
 *
 * @throws {TrackingError} When the run has no such artifact.
 */
export async function bringFile(artifact: Artifact, reference: string): Promise<boolean> {
  const { entry, path, names, context, places } = artifact;
  const place = await places.find(reference);
  const kind = await kindOf(artifact, place);
  if (kind === undefined) {
    throw new TrackingError(`${place.label} has no artifact "${names.main}"`, {
      code: "RESOURCE_DOES_NOT_EXIST",
    });
  }
  if (kind === "folder" || entry["versioned"] === true) return false;
  const { store, key } = context.resolve(path);
  await store.write(key, await place.read(names.main));
  return true;
}

// Streams are hashed as they pass, which is worth its set-up for large files only.
const SMALL = 4 * 1024 * 1024;

/** Stores the files of one save as artifacts of a run. */
export interface FileLogger extends Listener {
  /** Store what has not been stored yet; what stands there besides is told in `more`. */
  finish(more?: readonly Note[]): Promise<void>;
  /** Wait for what has been begun, when the save has failed. */
  settle(): Promise<void>;
}

/** Store files as artifacts of a run: small ones while they are written, as it is the disk that both wait for. */
export function fileLogger({ names }: Artifact, place: ArtifactPlace): FileLogger {
  const begun = new Map<string, Uint8Array>();
  const notes: Note[] = [];
  let pending: Promise<unknown> = Promise.resolve();
  return {
    onBytes(key, bytes): void {
      if (bytes.length > SMALL) return;
      const path = names.pathOf(key);
      begun.set(path, bytes);
      pending = pending.then(() => place.write(path, bytes));
      // It is awaited later, whatever comes before.
      pending.catch(() => {});
    },
    onWrite: (note) => void notes.push(note),
    async finish(more = []): Promise<void> {
      await pending;
      // What was written twice is logged as it is now.
      const last = new Map([...notes, ...more].map((note) => [names.pathOf(note.key), note]));
      for (const [path, { store, key, bytes, size }] of last) {
        if (bytes !== undefined && begun.get(path) === bytes) continue;
        const body = bytes ?? await store.read(key);
        await place.write(path, size <= SMALL ? await toBytes(body) : body);
      }
    },
    settle: () => pending.then(() => {}, () => {}),
  };
}

/** What stands at the path of a dataset whose type writes in ways of its own. */
export async function notesOf({ path, context }: Artifact): Promise<readonly Note[]> {
  const { store, key } = context.resolve(path);
  const file = await store.stat(key);
  const found = file === undefined ? await Array.fromAsync(store.list(`${key}/`)) : [file];
  return found.map(({ key, size }) => ({ store, key, bytes: undefined, size }));
}

async function kindOf({ names }: Artifact, place: ArtifactPlace): Promise<"file" | "folder" | undefined> {
  const paths = (await place.list()).map(({ path }) => path);
  if (paths.includes(names.main)) return "file";
  return paths.some((path) => path.startsWith(`${names.main}/`)) ? "folder" : undefined;
}
