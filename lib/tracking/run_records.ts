import type { LogLevel } from "../core/logger.ts";

/** What became of a node of a run. */
export interface NodeRecord {
  /** Name of the node. */
  readonly node: string;
  /** `running` until it ends; for ever when its process died. */
  readonly status: "running" | "done" | "failed" | "stopped";
  /** When it started, in milliseconds since 1970. */
  readonly startTime: number;
  /** Milliseconds until its last output was saved; `undefined` while it runs. */
  readonly duration?: number | undefined;
  /** Message of the error it failed with. */
  readonly error?: string | undefined;
}

/** A line of the log of a run. */
export interface LogLine {
  /** When, in milliseconds since 1970. */
  readonly time: number;
  /** How much it matters. */
  readonly level: LogLevel;
  /** The node that it is about. */
  readonly node?: string | undefined;
  /** The line. */
  readonly message: string;
}
