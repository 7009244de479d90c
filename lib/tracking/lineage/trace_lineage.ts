import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { midSentence, reasonOf } from "../../core/describe_value.ts";
import { TrackingError } from "../../core/errors.ts";
import { didYouMean } from "../../core/suggest.ts";
import { localStore } from "../../stores/local_store.ts";
import { type PathResolver, pathResolver } from "../../stores/path_resolver.ts";
import type { StoreKey } from "../../stores/store.ts";
import type { DatasetUse } from "../dataset_use.ts";
import type { EmbeddedStore } from "../embedded/embedded_store.ts";
import type { FoundUse } from "../embedded/find_uses.ts";
import type { RunInfo } from "../entities.ts";
import type { LoggedModel } from "../models/entities.ts";
import { digestObject, type ObjectDigest } from "./digest_object.ts";
import { placeName } from "./describe_use.ts";
import { isFolderDigest } from "./digest_parts.ts";

/** Where data came from, and where it went. */
export interface Lineage {
  /** What was asked for: a file as it is now, or the newest data of a name. */
  readonly target: LineageTarget;
  /** The run that wrote it, the newest if several did, and what that was made from; `undefined` when no run is known. */
  readonly origin: Origin | undefined;
  /** Runs that read it, the newest first. */
  readonly readers: readonly FoundUse[];
}

/** Data that is asked about. */
export interface LineageTarget {
  /** Name of the dataset, or path of the file. */
  readonly name: string;
  /** What identifies the bytes. */
  readonly digest: string;
  /**
   * `same` when a run wrote or read these very bytes, `changed` when the file has changed since: then all that follows is about
   * the bytes that the newest run wrote there. Of a folder it is what the newest run wrote there, and a part of it is the same
   * when it has not been written to since.
   */
  readonly state: "same" | "changed";
}

/** A run that wrote data, and the data that it had read. */
export interface Origin {
  /** The run. */
  readonly run: RunInfo;
  /** What it wrote; `undefined` of a run that is known by a model that it made. */
  readonly output: DatasetUse | undefined;
  /** What it read from outside of itself, each with its own origin. */
  readonly inputs: readonly { readonly use: DatasetUse; readonly origin: Origin | undefined }[];
  /** Models of other runs that it loaded, each with the run that made it. */
  readonly models: readonly { readonly model: LoggedModel; readonly origin: Origin | undefined }[];
}

/** How deep to follow what data was made from. */
const DEEPEST = 20;

/**
 * Which run made a file or dataset, from what, back to data that no run made; and which runs read it.
 *
 * @param reference Name of a dataset, path of a file below `from`, `s3:`, `http:` or `https:` URL, or an artifact
 * that stands beside no file, as `runs:/ID/PATH`.
 *
 * @throws {TrackingError} With code `RESOURCE_DOES_NOT_EXIST` when no run knows it.
 */
export async function traceLineage(
  store: EmbeddedStore,
  reference: string,
  { from = store.directory }: { readonly from?: string | undefined } = {},
): Promise<Lineage> {
  if (reference.startsWith("runs:/")) return await traceArtifact(store, reference);
  if (/^(?:s3|https?):/i.test(reference)) return await traceRemote(store, reference);
  const path = resolve(from, reference);
  const uri = placeName(pathToFileURL(path).href, store.directory);
  const info = await infoOf(path);
  if (info === undefined) return await traceName(store, reference);
  if (info.isDirectory) {
    const newest = newestOf(await store.findDatasetUses({ uri }));
    if (newest !== undefined) return await traceUse(store, newest, uri);
    const version = await newestVersion(path);
    return version === undefined ? await traceName(store, reference) : await traceLineage(store, version);
  }
  const file = await digestOf(path);
  if (file === undefined) return await traceName(store, reference);
  const same = await store.findDatasetUses({ digest: file.digest });
  const found = same.length > 0 ? same : await store.findDatasetUses({ uri });
  if (found.length === 0) {
    const around = newestOf(await usesAround(store, uri));
    if (around !== undefined) {
      const state = (info.mtime?.getTime() ?? Infinity) <= around.use.time ? "same" : "changed";
      return await traceUse(store, around, uri, { digest: file.digest, state });
    }
    throw unknown(store, reference, "no run has read or written this file");
  }
  const state = same.length > 0 ? "same" : "changed";
  return await lineageOf(store, found, { name: uri, digest: file.digest, state });
}

// An artifact that stands beside no file: `runs:/8f3c…/report.json`.
async function traceArtifact(store: EmbeddedStore, uri: string): Promise<Lineage> {
  const newest = newestOf(await store.findDatasetUses({ uri }));
  if (newest !== undefined) return await traceUse(store, newest, uri);
  throw unknown(store, uri, "no run has read or written such an artifact");
}

// What is on another machine; where it may not be looked at, what runs know of its address.
async function traceRemote(store: EmbeddedStore, url: string): Promise<Lineage> {
  await using resolve = pathResolver(store.directory);
  const place = locate(store, url, resolve);
  const uri = place.store.uri(place.key);
  const now = await digestObject(place).catch(unlessOther);
  const same = now === undefined ? [] : await store.findDatasetUses({ digest: now.digest });
  const found = same.length > 0 ? same : await store.findDatasetUses({ uri });
  const newest = newestOf(found) ?? newestOf(await usesAround(store, uri));
  if (newest === undefined) throw unknown(store, url, "no run has read or written what is there");
  if (now === undefined || found.length === 0) return await traceUse(store, newest, uri);
  const state = same.length > 0 ? "same" : "changed";
  return await lineageOf(store, found, { name: uri, digest: now.digest, state });
}

function locate(store: EmbeddedStore, url: string, resolve: PathResolver): StoreKey {
  try {
    return resolve(url);
  } catch (error) {
    throw unknown(store, url, midSentence(reasonOf(error)));
  }
}

function unlessOther(error: unknown): undefined {
  if (!(error instanceof Error) || error.name !== "StoreError") throw error;
}

async function traceName(store: EmbeddedStore, name: string): Promise<Lineage> {
  const found = await store.findDatasetUses({ name });
  const written = newestOf(found);
  if (written === undefined) {
    const known = await knownNames(store);
    throw unknown(
      store,
      name,
      `there is no such file, and no run has read or written a dataset of this name${
        didYouMean(name, known)
      }`,
    );
  }
  return await traceUse(store, written, name);
}

// What was written last; of data that no run made, what was read last.
function newestOf(found: readonly FoundUse[]): FoundUse | undefined {
  return found.find(({ use }) => use.role === "output") ?? found[0];
}

async function traceUse(
  store: EmbeddedStore,
  { use: { dataset: { digest } } }: FoundUse,
  name: string,
  target: Pick<LineageTarget, "digest" | "state"> = { digest, state: "same" },
): Promise<Lineage> {
  return await lineageOf(store, await store.findDatasetUses({ digest }), { name, ...target });
}

// A file may be a part of a folder that runs read and wrote.
async function usesAround(store: EmbeddedStore, uri: string): Promise<readonly FoundUse[]> {
  for (let end = uri.lastIndexOf("/"); end > 0; end = uri.lastIndexOf("/", end - 1)) {
    const found = await store.findDatasetUses({ uri: uri.slice(0, end) });
    const folders = found.filter(({ use }) => isFolderDigest(use.dataset.digest));
    if (folders.length > 0) return folders;
  }
  return [];
}

async function lineageOf(
  store: EmbeddedStore,
  found: readonly FoundUse[],
  target: LineageTarget,
): Promise<Lineage> {
  const written = found.find(({ use }) => use.role === "output");
  return {
    target,
    origin: written && await traceOrigin(store, written, new Set()),
    readers: found.filter(({ use }) => use.role === "input"),
  };
}

async function traceOrigin(
  store: EmbeddedStore,
  { run, use }: { readonly run: RunInfo; readonly use: DatasetUse | undefined },
  seen: ReadonlySet<string>,
): Promise<Origin> {
  const uses = await store.getDatasetUses(run.runId);
  const own = new Set(uses.filter(({ role }) => role === "output").map(({ dataset }) => dataset.digest));
  const path = new Set([...seen, run.runId]);
  const inputs = uses.filter(({ role, dataset }) => role === "input" && !own.has(dataset.digest));
  return {
    run,
    output: use,
    inputs: await Promise.all(inputs.map(async (input) => {
      const makers = await store.findDatasetUses({ digest: input.dataset.digest, role: "output" });
      // What was made later was not what this run read.
      const maker = makers.find((made) => made.use.time <= input.time && !path.has(made.run.runId));
      const goesOn = maker !== undefined && path.size < DEEPEST;
      return { use: input, origin: goesOn ? await traceOrigin(store, maker, path) : undefined };
    })),
    models: await traceModels(store, run, path),
  };
}

async function traceModels(
  store: EmbeddedStore,
  { runId }: RunInfo,
  path: ReadonlySet<string>,
): Promise<Origin["models"]> {
  const loaded = (await store.getRunModels(runId)).filter(({ role }) => role === "input");
  const models = await Promise.all(loaded.map(({ modelId }) => store.getLoggedModel(modelId)));
  return await Promise.all(
    models.filter((model) => model !== undefined).map(async (model) => {
      const { sourceRunId: id } = model;
      const maker = id === undefined || path.has(id) || path.size >= DEEPEST
        ? undefined
        : await store.getRun(id);
      const origin = maker && await traceOrigin(store, { run: maker.info, use: undefined }, path);
      return { model, origin };
    }),
  );
}

async function infoOf(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  }
}

// What a catalog names by the path of all of its versions: `forest.json/2026-11-28T15.22.37.825Z/forest.json`.
async function newestVersion(path: string): Promise<string | undefined> {
  const names = (await Array.fromAsync(Deno.readDir(path))).map(({ name }) => name).sort().reverse();
  for (const name of names) {
    const version = join(path, name, basename(path));
    if (await infoOf(version) !== undefined) return version;
  }
}

function digestOf(path: string): Promise<ObjectDigest | undefined> {
  return digestObject({
    store: localStore(resolve(path, "..")),
    key: path.split(/[\\/]/).at(-1) ?? "",
  });
}

// Of the newest runs, for a suggestion.
async function knownNames(store: EmbeddedStore): Promise<ReadonlySet<string>> {
  const { items } = await store.searchRuns({ maxResults: 20 });
  const uses = await Promise.all(items.map(({ info }) => store.getDatasetUses(info.runId)));
  return new Set(uses.flat().map(({ dataset }) => dataset.name));
}

function unknown({ endpoint }: EmbeddedStore, reference: string, reason: string): TrackingError {
  return new TrackingError(`Cannot tell where "${reference}" comes from: ${reason}`, {
    endpoint,
    code: "RESOURCE_DOES_NOT_EXIST",
  });
}
