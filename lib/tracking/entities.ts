/** Whether an experiment or run has been deleted, in MLflow's words. */
export type LifecycleStage = "active" | "deleted";

/** Status of a run, in MLflow's words. */
export type RunStatus = "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";

/** A group of runs. */
export interface Experiment {
  /** Id, a number in text. */
  readonly experimentId: string;
  /** Unique name. */
  readonly name: string;
  /** Root of the artifacts of its runs. */
  readonly artifactLocation: string;
  /** Whether it has been deleted. */
  readonly lifecycleStage: LifecycleStage;
  /** Milliseconds since 1970. */
  readonly creationTime: number;
  /** Milliseconds since 1970. */
  readonly lastUpdateTime: number;
  /** Tags by name. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What a run is. */
export interface RunInfo {
  /** Id: 32 hexadecimal characters. */
  readonly runId: string;
  /** Name, three words unless given: `shining-auk-417`. */
  readonly runName: string;
  /** Its experiment. */
  readonly experimentId: string;
  /** Status. */
  readonly status: RunStatus;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  /** Milliseconds since 1970; `undefined` while it runs. */
  readonly endTime: number | undefined;
  /** Where its artifacts are. */
  readonly artifactUri: string;
  /** Who started it. */
  readonly userId: string;
  /** Whether it has been deleted. */
  readonly lifecycleStage: LifecycleStage;
}

/** The newest point of a metric, or a point of its history. */
export interface Metric {
  /** Name. */
  readonly key: string;
  /** Value; NaN and infinities are allowed. */
  readonly value: number;
  /** Step. */
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

/** A run with what was recorded in it; of each metric the newest point. */
export interface Run {
  /** What it is. */
  readonly info: RunInfo;
  /** Parameters by name. */
  readonly params: Readonly<Record<string, string>>;
  /** The newest point of each metric (highest step, then timestamp, then value), by name. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Tags by name. */
  readonly tags: Readonly<Record<string, string>>;
}
