import type { ArtifactInfo, JsonObject, Metric, Run, RunResult } from "../../mod.ts";
import type { Shape } from "./progress/shape.ts";

/** Everything that is told of a run after its end, on a terminal, as JSON and in CI. */
export interface RunReport {
  /** What became of it. */
  readonly result: RunResult;
  /** Name of the project. */
  readonly project: string;
  /** The run as recorded; `undefined` when it was not. */
  readonly run: Run | undefined;
  /** Its metrics, each with its whole history. */
  readonly metrics: readonly MetricReport[];
  /** Its artifacts. */
  readonly artifacts: readonly ArtifactInfo[];
  /** Where the artifacts are: a path below the current folder or absolute, or a URL. */
  readonly artifactsAt: string | undefined;
  /** Datasets that were saved to where they can be found again. */
  readonly saved: readonly SavedDataset[];
  /** The node that failed and what it was given. */
  readonly failed: FailedNode | undefined;
  /** Commands to type next. */
  readonly next: readonly NextCommand[];
}

/** A metric of a run. */
export interface MetricReport extends Metric {
  /** Its points, in order. */
  readonly history: readonly Pick<Metric, "step">[];
}

/** A dataset that was saved. */
export interface SavedDataset {
  /** Its name. */
  readonly name: string;
  /** Plain data about it, as its dataset describes it. */
  readonly description: JsonObject;
}

/** The node that failed. */
export interface FailedNode {
  /** Its name. */
  readonly name: string;
  /** Milliseconds until it failed, where it is known. */
  readonly duration: number | undefined;
  /** What it was given, by dataset. */
  readonly inputs: ReadonlyMap<string, Shape>;
}

/** A command that somebody may want to type next. */
export interface NextCommand {
  /** What it is for: `compare`, `go on`, `details`. */
  readonly label: string;
  /** The command, with its prefix. */
  readonly command: string;
}
