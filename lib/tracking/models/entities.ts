import type { Metric } from "../entities.ts";

/** How far a model has come: its files are being stored, are there, or could not be stored. */
export type LoggedModelStatus = "PENDING" | "READY" | "UPLOAD_FAILED";

/** A model that was logged, usually by a run. */
export interface LoggedModel {
  /** Id: `m-` and 32 hexadecimal characters. */
  readonly modelId: string;
  /** Its experiment. */
  readonly experimentId: string;
  /** Name; several models may have it. */
  readonly name: string;
  /** What sort of model it is, in the words of whoever logged it; empty when nobody said. */
  readonly modelType: string;
  /** The run that logged it. */
  readonly sourceRunId: string | undefined;
  /** How far it has come. */
  readonly status: LoggedModelStatus;
  /** Why it failed. */
  readonly statusMessage: string | undefined;
  /** Milliseconds since 1970. */
  readonly creationTime: number;
  /** Milliseconds since 1970. */
  readonly lastUpdateTime: number;
  /** Where its files are. */
  readonly artifactUri: string;
  /** Params by name. */
  readonly params: Readonly<Record<string, string>>;
  /** Tags by name. */
  readonly tags: Readonly<Record<string, string>>;
  /** Metrics that were logged with it. */
  readonly metrics: readonly LoggedModelMetric[];
}

/** A point of a metric that belongs to a model. */
export interface LoggedModelMetric extends Metric {
  /** The run that logged it. */
  readonly runId: string;
}

/** That a run read or made a model. */
export interface RunModel {
  /** The model. */
  readonly modelId: string;
  /** Which of both. */
  readonly role: "input" | "output";
  /** Step of the training loop. */
  readonly step: number;
}

/** Stages of the versions of a model; MLflow has deprecated them for aliases and tags. */
export type ModelStage = "None" | "Staging" | "Production" | "Archived";

/** A name under which versions of a model are kept. */
export interface RegisteredModel {
  /** Unique name. */
  readonly name: string;
  /** Description. */
  readonly description: string | undefined;
  /** Milliseconds since 1970. */
  readonly creationTime: number;
  /** Milliseconds since 1970. */
  readonly lastUpdateTime: number;
  /** Tags by name. */
  readonly tags: Readonly<Record<string, string>>;
  /** Version of each alias. */
  readonly aliases: Readonly<Record<string, string>>;
  /** The newest version of each stage that has one. */
  readonly latestVersions: readonly ModelVersion[];
}

/** A version of a registered model. */
export interface ModelVersion {
  /** Name of the registered model. */
  readonly name: string;
  /** Number, as text. */
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly creationTime: number;
  /** Milliseconds since 1970. */
  readonly lastUpdateTime: number;
  /** Description. */
  readonly description: string | undefined;
  /** Who registered it. */
  readonly userId: string | undefined;
  /** Its stage. */
  readonly currentStage: ModelStage;
  /** Where it came from: `models:/m-8f3c…` or `runs:/8f3c…/model`. */
  readonly source: string;
  /** The run that made it. */
  readonly runId: string | undefined;
  /** Link to that run. */
  readonly runLink: string | undefined;
  /** The logged model that it is. */
  readonly modelId: string | undefined;
  /** Whether it can be used. */
  readonly status: "READY";
  /** Tags by name. */
  readonly tags: Readonly<Record<string, string>>;
  /** Aliases that point to it. */
  readonly aliases: readonly string[];
}
