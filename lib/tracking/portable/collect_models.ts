import type { ModelVersion, RegisteredModel } from "../models/entities.ts";
import { createRedactor, redactTags } from "../redact.ts";
import type { TrackingStore } from "../tracking_store.ts";
import type {
  PortableModel,
  PortableModels,
  PortableRegistered,
  PortableVersion,
} from "./portable_models.ts";

/**
 * The models that runs logged, and the versions of registered models that they made. What looks secret by its name is `***`.
 *
 * @param names Patterns of further names of secrets.
 */
export async function collectModels(
  store: TrackingStore,
  runIds: readonly string[],
  names: readonly string[],
): Promise<PortableModels> {
  const isRedacted = createRedactor(names);
  const hide = (texts: Readonly<Record<string, string>>) => redactTags(texts, isRedacted);
  const { logged, registered } = await readModels(store, runIds);
  return {
    logged: logged.map((model) => ({ ...model, params: hide(model.params), tags: hide(model.tags) })),
    registered: registered.map((model) => ({
      ...model,
      tags: hide(model.tags),
      versions: model.versions.map((version) => ({ ...version, tags: hide(version.tags) })),
    })),
  };
}

async function readModels(store: TrackingStore, runIds: readonly string[]): Promise<PortableModels> {
  const logged = await readLogged(store, new Set(runIds));
  const versions: ModelVersion[] = [];
  for (const runId of runIds) versions.push(...await versionsOf(store, runId));
  const modelNames = [...new Set(versions.map(({ name }) => name))].sort();
  const registered: PortableRegistered[] = [];
  for (const name of modelNames) {
    const model = await store.getRegisteredModel(name);
    // Removed meanwhile.
    if (model === undefined) continue;
    registered.push(withVersions(model, versions.filter((version) => version.name === name)));
  }
  return { logged, registered };
}

async function readLogged(store: TrackingStore, runIds: ReadonlySet<string>): Promise<PortableModel[]> {
  const uses = new Map<string, PortableModel["uses"]>();
  for (const runId of runIds) {
    for (const { modelId, role, step } of await store.getRunModels(runId)) {
      uses.set(modelId, [...uses.get(modelId) ?? [], { runId, role, step }]);
    }
  }
  const models: PortableModel[] = [];
  for (const [modelId, usesOfModel] of uses) {
    const found = await store.getLoggedModel(modelId);
    // Deleted since, or made by a run that stays there.
    if (found?.sourceRunId === undefined || !runIds.has(found.sourceRunId)) continue;
    const { experimentId: _experiment, artifactUri: _uri, sourceRunId, ...model } = found;
    const files = await store.listModelArtifacts(modelId);
    models.push({
      ...model,
      sourceRunId,
      uses: usesOfModel,
      files: files.map(({ path, size }) => ({
        path,
        size,
        open: () => store.readModelArtifact(modelId, path),
      })),
    });
  }
  return models;
}

async function versionsOf(store: TrackingStore, runId: string): Promise<readonly ModelVersion[]> {
  const found: ModelVersion[] = [];
  let pageToken: string | undefined;
  do {
    const page = await store.searchModelVersions({ filter: `run_id = '${runId}'`, pageToken });
    found.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return found;
}

function withVersions(
  { latestVersions: _latest, aliases, ...model }: RegisteredModel,
  versions: readonly ModelVersion[],
): PortableRegistered {
  const numbers = new Set(versions.map(({ version }) => version));
  return {
    ...model,
    aliases: Object.fromEntries(Object.entries(aliases).filter(([, version]) => numbers.has(version))),
    versions: versions.map(withoutName).sort((a, b) => Number(a.version) - Number(b.version)),
  };
}

function withoutName(
  { name: _name, status: _status, aliases: _aliases, ...version }: ModelVersion,
): PortableVersion {
  return version;
}
