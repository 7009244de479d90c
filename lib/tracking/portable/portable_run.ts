import type { MetricPoint } from "../../core/run_context.ts";
import type { DatasetUse } from "../dataset_use.ts";
import type { RunStatus } from "../entities.ts";
import type { PortableModels } from "./portable_models.ts";
import type { LogLine, NodeRecord } from "../run_records.ts";

/** A run with everything about it, on its way from one place to another. */
export interface PortableRun {
  /** Its id. */
  readonly runId: string;
  /** Its name. */
  readonly runName: string;
  /** Name of its experiment. */
  readonly experiment: string;
  /** Status. */
  readonly status: RunStatus;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  /** Milliseconds since 1970; `undefined` while it runs. */
  readonly endTime: number | undefined;
  /** Params. */
  readonly params: Readonly<Record<string, string>>;
  /** Tags. */
  readonly tags: Readonly<Record<string, string>>;
  /** Points of metrics. */
  readonly metrics: readonly MetricPoint[];
  /** Further points, some thousands at a time: read while they are stored, so that a history of any length may come. @default {none} */
  readonly morePoints?: (() => AsyncIterable<readonly MetricPoint[]>) | undefined;
  /** What became of its nodes. */
  readonly nodes: readonly NodeRecord[];
  /** Its log. */
  readonly log: readonly LogLine[];
  /** Data that it read and wrote. */
  readonly datasets: readonly DatasetUse[];
  /** What it was made from, by name. */
  readonly snapshots: Readonly<Record<string, string>>;
  /** Its artifacts. */
  readonly artifacts: readonly PortableArtifact[];
}

/** An artifact, and how to get its bytes. */
export interface PortableArtifact {
  /** Its path. */
  readonly path: string;
  /** Its size in bytes, where that is known. */
  readonly size?: number | undefined;
  /** Its bytes. */
  open(): Promise<ReadableStream<Uint8Array>>;
}

/** Runs from somewhere, one after another. */
export interface RunSource extends AsyncDisposable {
  /** What it is, in words: `a folder of MLflow`. */
  readonly kind: string;
  /** The models of the runs. @default {it knows none} */
  readonly models?: PortableModels | undefined;
  /**
   * The runs.
   *
   * @param isKnown Whether a run is not wanted; a source that is asked for each run by itself leaves it out.
   */
  runs(
    isKnown: (run: Pick<PortableRun, "runId" | "runName">) => Promise<boolean>,
  ): AsyncIterable<PortableRun>;
}

/** The file of an archive that lists its runs. */
export const ARCHIVE_INDEX = "kedge-runs.json";

/** What stands in {@linkcode ARCHIVE_INDEX}, so that others know what it is. */
export const ARCHIVE_FORMAT = "kedge-runs/2";

/** What older archives say, which hold no models. */
export const ARCHIVE_FORMAT_1 = "kedge-runs/1";
