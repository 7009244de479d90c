/** What the process tells the worker that copies for it. */
export type ToWorker =
  /** Begin to copy. */
  | {
    readonly kind: "open";
    readonly directory: string;
    readonly uri: string;
    /** MLflow's variables by name. They hold passwords, and go to the worker of this process only. */
    readonly variables: Readonly<Record<string, string>>;
    readonly home: string | undefined;
    /** Runs that are copied before all others. */
    readonly runIds: readonly string[];
    /** What both see at once. */
    readonly signs: Signs;
  }
  /** Another run is to be copied before all others. */
  | { readonly kind: "follow"; readonly runId: string }
  /** Copy what is left of the runs, but no longer than so many milliseconds, then stop. */
  | { readonly kind: "finish"; readonly milliseconds: number };

/**
 * Memory of both threads, as messages are read only by a thread that pauses: at 0 how often something has been recorded, at 1
 * whether the worker has stopped.
 */
export type Signs = Int32Array<SharedArrayBuffer>;

/** What the worker tells: that it has stopped, as it was asked to or as nothing was recorded for a while. */
export interface FromWorker {
  /** Always the same. */
  readonly kind: "stopped";
}
