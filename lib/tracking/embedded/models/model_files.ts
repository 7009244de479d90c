import type { Body, ReadOptions } from "../../../stores/store.ts";
import type { ModelFile } from "../../models/model_store.ts";
import type { ArtifactPlace, ArtifactPlaces } from "../artifact_places.ts";
import { checkArtifactPath } from "../../artifact_path.ts";
import { told } from "../../told.ts";
import type { LoggedModelRow } from "./logged_models.ts";
import { missing } from "../../models/model_names.ts";

/** Where the files of a model are: beside the runs of its experiment, as in MLflow. */
export function placeOf(
  places: ArtifactPlaces,
  { experiment, model_id: modelId }: LoggedModelRow,
): ArtifactPlace {
  return places.of({ experiment, run_id: `models/${modelId}` });
}

/** Store a file of a model. */
export async function writeModelFile(
  place: ArtifactPlace,
  row: LoggedModelRow,
  { path, content }: { readonly path: string; readonly content: Body },
): Promise<ModelFile> {
  try {
    checkArtifactPath(path);
    const { size } = await told(
      `Cannot store file "${path}" of model "${row.name}"`,
      () => place.store.write(`${place.root}/${path}`, content),
    );
    return { path, size };
  } catch (error) {
    if (content instanceof ReadableStream && !content.locked) await content.cancel(error);
    throw error;
  }
}

/** Every file of a model, in order of their paths. */
export async function listModelFiles({ store, root }: ArtifactPlace): Promise<readonly ModelFile[]> {
  const files: ModelFile[] = [];
  for await (const { key, size } of store.list(`${root}/`)) {
    files.push({ path: key.slice(root.length + 1), size });
  }
  return files;
}

/** Bytes of a file of a model. */
export async function readModelFile(
  { store, root }: ArtifactPlace,
  row: LoggedModelRow,
  { path, range = {} }: { readonly path: string; readonly range?: ReadOptions | undefined },
): Promise<ReadableStream<Uint8Array>> {
  checkArtifactPath(path);
  const key = `${root}/${path}`;
  if (await store.stat(key) === undefined) {
    throw missing(`Model "${row.name}" (${row.model_id}) has no file "${path}"`, store.uri(key));
  }
  return await told(`Cannot read file "${path}" of model "${row.name}"`, () => store.read(key, range));
}
