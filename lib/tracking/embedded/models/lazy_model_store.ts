import { once } from "../../../core/once.ts";
import type { LoggedModelStore, ModelRegistry, ModelStore } from "../../models/model_store.ts";
import type { Direct, ModelStoreParts } from "./store_parts.ts";

// A pipeline without models runs without them.
const LOGGED_MODELS: string = "./logged_model_store.ts";
const REGISTRY: string = "./model_registry.ts";

/** The part of a store that keeps models; its code is read when it is first used. */
export function lazyModelStore(parts: ModelStoreParts): ModelStore {
  const logged = once(async (): Promise<Direct<LoggedModelStore>> => {
    const { loggedModelStore }: typeof import("./logged_model_store.ts") = await import(LOGGED_MODELS);
    return loggedModelStore(parts);
  });
  const registry = once(async (): Promise<Direct<ModelRegistry>> => {
    const { modelRegistry }: typeof import("./model_registry.ts") = await import(REGISTRY);
    return modelRegistry(parts);
  });
  const model = <Name extends keyof LoggedModelStore>(name: Name) =>
    deferred<LoggedModelStore, Name>(logged, name);
  const registered = <Name extends keyof ModelRegistry>(name: Name) =>
    deferred<ModelRegistry, Name>(registry, name);
  return {
    createLoggedModel: model("createLoggedModel"),
    getLoggedModel: model("getLoggedModel"),
    finalizeLoggedModel: model("finalizeLoggedModel"),
    searchLoggedModels: model("searchLoggedModels"),
    deleteLoggedModel: model("deleteLoggedModel"),
    setLoggedModelTags: model("setLoggedModelTags"),
    deleteLoggedModelTag: model("deleteLoggedModelTag"),
    logLoggedModelParams: model("logLoggedModelParams"),
    logRunModels: model("logRunModels"),
    getRunModels: model("getRunModels"),
    writeModelArtifact: model("writeModelArtifact"),
    listModelArtifacts: model("listModelArtifacts"),
    readModelArtifact: model("readModelArtifact"),
    createRegisteredModel: registered("createRegisteredModel"),
    getRegisteredModel: registered("getRegisteredModel"),
    searchRegisteredModels: registered("searchRegisteredModels"),
    renameRegisteredModel: registered("renameRegisteredModel"),
    updateRegisteredModel: registered("updateRegisteredModel"),
    deleteRegisteredModel: registered("deleteRegisteredModel"),
    setRegisteredModelTag: registered("setRegisteredModelTag"),
    deleteRegisteredModelTag: registered("deleteRegisteredModelTag"),
    createModelVersion: registered("createModelVersion"),
    getModelVersion: registered("getModelVersion"),
    getLatestVersions: registered("getLatestVersions"),
    searchModelVersions: registered("searchModelVersions"),
    updateModelVersion: registered("updateModelVersion"),
    deleteModelVersion: registered("deleteModelVersion"),
    transitionModelVersionStage: registered("transitionModelVersionStage"),
    setModelVersionTag: registered("setModelVersionTag"),
    deleteModelVersionTag: registered("deleteModelVersionTag"),
    setModelAlias: registered("setModelAlias"),
    deleteModelAlias: registered("deleteModelAlias"),
    getModelVersionByAlias: registered("getModelVersionByAlias"),
  };
}

type Method = (...args: never[]) => unknown;

// A method whose code is read when it is first called.
function deferred<Part, Name extends keyof Part>(
  load: () => Promise<Direct<Part>>,
  name: Name,
): Part[Name] {
  const method = async (...args: never[]): Promise<unknown> =>
    await ((await load())[name] as Method)(...args);
  // It takes what the direct method takes, and promises what that gives.
  return method as Part[Name];
}
