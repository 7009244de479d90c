import type { Shape } from "./shape.ts";

/** What a progress display knows of a run. */
export interface RunView {
  /** Name of the run; `undefined` until it begins. */
  runName: string | undefined;
  /** When it began, in milliseconds since 1970. */
  started: number;
  /** Its nodes by name, in order. */
  readonly nodes: Map<string, NodeView>;
  /** Columns of the longest name. */
  nameWidth: number;
  /** How many are done. */
  done: number;
}

/** What it knows of a node. */
export interface NodeView {
  /** Full name. */
  readonly name: string;
  /** Names of its outputs. */
  readonly outputNames: readonly string[];
  /** How far it is. */
  state: "waiting" | "running" | "done" | "failed";
  /** When it began, in milliseconds since 1970. */
  started: number;
  /** Milliseconds it took, once it is done or failed. */
  duration: number;
  /** What it was given, by dataset. */
  readonly inputs: Map<string, Shape>;
  /** What it saved, by dataset. */
  readonly outputs: Map<string, Shape>;
  /** What it logged, the newest last. */
  readonly metrics: Map<string, MetricView>;
}

/** What it knows of a metric. */
export interface MetricView {
  /** Its newest value. */
  value: number;
  /** Its newest step. */
  step: number;
  /** Its values so far, thinned out when they are many. */
  history: number[];
}
