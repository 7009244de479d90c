import type { LoggedModel, ModelVersion, RegisteredModel, RunModel } from "../models/entities.ts";
import type { PortableArtifact } from "./portable_run.ts";

/** Models of runs with everything about them, on their way from one place to another. */
export interface PortableModels {
  /** Those that the runs logged. */
  readonly logged: readonly PortableModel[];
  /** Registered models, each with the versions that the runs made. */
  readonly registered: readonly PortableRegistered[];
}

/** A model that a run logged; it keeps its id. */
export interface PortableModel extends Omit<LoggedModel, "experimentId" | "artifactUri" | "sourceRunId"> {
  /** The run that logged it. */
  readonly sourceRunId: string;
  /** Which of the runs made it or read it. */
  readonly uses: readonly (Omit<RunModel, "modelId"> & { readonly runId: string })[];
  /** Its files. */
  readonly files: readonly PortableArtifact[];
}

/** A registered model, with some of its versions. */
export interface PortableRegistered extends Omit<RegisteredModel, "latestVersions"> {
  /** The versions. */
  readonly versions: readonly PortableVersion[];
}

/** A version of a registered model. */
export type PortableVersion = Omit<ModelVersion, "name" | "status" | "aliases">;

/** No models at all. */
export const NO_MODELS: PortableModels = { logged: [], registered: [] };
