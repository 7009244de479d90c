import { AsyncLocalStorage } from "node:async_hooks";
import type { LogLevel } from "./logger.ts";

/** One point of a metric, in MLflow's terms. */
export interface MetricPoint {
  /** Name of the metric. */
  readonly key: string;
  /** Value; NaN and infinities are allowed. */
  readonly value: number;
  /** Step of the training loop, an integer. */
  readonly step: number;
  /** When, in milliseconds since 1970. */
  readonly timestamp: number;
}

/** What can be written to a run in one commit. */
export interface RunEntries {
  /** Parameters by name, already text. */
  readonly params?: readonly (readonly [key: string, value: string])[] | undefined;
  /** Points of metrics. */
  readonly metrics?: readonly MetricPoint[] | undefined;
  /** Tags by name, already text. */
  readonly tags?: readonly (readonly [key: string, value: string])[] | undefined;
}

/** What is known of a stored artifact. */
export interface ArtifactInfo {
  /** Path below the artifact root of the run, with `/`. */
  readonly path: string;
  /** Size in bytes. */
  readonly size: number;
  /** SHA-256 of the bytes, in hexadecimal; `undefined` where the store keeps none. */
  readonly sha256: string | undefined;
}

/** A model that a run is about to keep. */
export interface NewModel {
  /** Its name. */
  readonly name: string;
  /** What sort of model it is. */
  readonly modelType?: string | undefined;
  /** Params by name, already text. */
  readonly params?: Readonly<Record<string, string>> | undefined;
  /** Tags by name, already text. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** A model whose files are being stored. */
export interface ModelHandle {
  /** Its id. */
  readonly id: string;
  /** Where its files are. */
  readonly artifactUri: string;
  /** Store a file of it. */
  write(path: string, content: Uint8Array | ReadableStream<Uint8Array>): Promise<{ readonly size: number }>;
  /** Say that all files are there; `register` makes it a version of a registered model, whose number is given back. */
  finish(options: {
    readonly step: number;
    readonly register?: string | undefined;
  }): Promise<string | undefined>;
  /** Say that the files could not be stored. */
  fail(message: string): Promise<void>;
}

/** Data that a run read. */
export interface RunInput {
  /** Its name. */
  readonly name: string;
  /** What tells its content apart from others, at most 36 characters. */
  readonly digest: string;
  /** What `source` is: `local`, `s3`, `http`, `code` ... */
  readonly sourceType: string;
  /** Where it is, as JSON. */
  readonly source: string;
  /** Its columns, as JSON. */
  readonly schema?: string | undefined;
  /** How much it is, as JSON. */
  readonly profile?: string | undefined;
  /** What the run used it for: `training`. */
  readonly context?: string | undefined;
  /** Where it is: below the folder of the project, or a URI. */
  readonly uri?: string | undefined;
}

/**
 * The run that code inside it writes to. This is the whole protocol between copies of Kedge in one process, so it is
 * small and changes only with the number in {@linkcode STORAGE_KEY}.
 */
export interface RunHandle {
  /** Id of the run: 32 hexadecimal characters. */
  readonly id: string;
  /** Name of the run. */
  readonly name: string;
  /** Name of its experiment. */
  readonly experiment: string;
  /** The folder that holds the `.kedge` it is stored in, if one does; a run opened inside this one goes there too. */
  readonly directory?: string | undefined;
  /** Write entries in one commit; they are stored when it returns. `node` is the node that writes, if one does. */
  write(entries: RunEntries, node?: string): void;
  /** Write a line to the log of the run; it is stored when this returns. `node` is the node that it is about, if one is. */
  log(level: LogLevel, message: string, node?: string): void;
  /** Store an artifact under a path; resolves when it is stored. */
  writeArtifact(
    path: string,
    content: Uint8Array | ReadableStream<Uint8Array>,
    node?: string,
  ): Promise<ArtifactInfo>;
  /** Begin to keep a model. Missing where the run was opened by a copy of Kedge that knows no models. */
  startModel?(model: NewModel): Promise<ModelHandle>;
  /** Record data that the run read. Missing where the run was opened by a copy of Kedge that cannot. */
  recordInput?(input: RunInput, node?: string): void;
  /** A text as the run records it, without the secrets in it. Missing where there are none. */
  readonly mask?: ((text: string) => string) | undefined;
}

/** What travels with the asynchronous flow of a run. */
export interface RunScope {
  /** The run, or `undefined` when the pipeline runs untracked. */
  readonly run: RunHandle | undefined;
  /** The node being run, or `undefined` between nodes and in {@linkcode withRun}. */
  readonly node: string | undefined;
  /** Aborted when the run should stop. */
  readonly signal: AbortSignal | undefined;
}

/** Where the storage is kept, so that two copies of Kedge loaded from two URLs share it. */
const STORAGE_KEY = Symbol.for("kedge.run/1");

/** A scope on its way. Copies of Kedge that know no `isLeft` take it for a scope like others. */
interface EnteredScope extends RunScope {
  /** The scope that it was entered from. */
  readonly around: EnteredScope | undefined;
  /** Whether the call that it was entered for has come to its end. */
  isLeft: boolean;
  /** Whether it only tells when to stop: the run has not begun. */
  readonly isBefore?: boolean | undefined;
}

/** The scope of the code that asks, or `undefined` outside a run. */
export function currentScope(): RunScope | undefined {
  let scope = outOfLeft(storage().getStore());
  while (scope?.isBefore === true) scope = outOfLeft(scope.around);
  return scope;
}

/** Aborted when the code that asks should stop, be it in a run or before one. */
export function callersSignal(): AbortSignal | undefined {
  return outOfLeft(storage().getStore())?.signal;
}

// Work may outlive its node, and Deno 2.9 carries the context of an import() on to whatever comes after it.
function outOfLeft(scope: EnteredScope | undefined): EnteredScope | undefined {
  return scope?.isLeft === true ? outOfLeft(scope.around) : scope;
}

/** Call a function so that everything it starts finds `scope`, until it returns or its promise is settled. */
export function runInScope<T>(scope: RunScope, call: () => T): T {
  return enter(scope, call);
}

/** Call what comes before a run and stops with it. It finds no run in progress, but those around it. */
export function runBefore<T>(signal: AbortSignal | undefined, call: () => T): T {
  return enter({ run: undefined, node: undefined, signal, isBefore: true }, call);
}

function enter<T>(scope: Omit<EnteredScope, "around" | "isLeft">, call: () => T): T {
  const entered: EnteredScope = { ...scope, around: storage().getStore(), isLeft: false };
  const leave = (): void => {
    entered.isLeft = true;
  };
  let result: T | undefined;
  try {
    return result = storage().run(entered, call);
  } finally {
    if (result instanceof Promise) result.then(leave, leave);
    else leave();
  }
}

function storage(): AsyncLocalStorage<EnteredScope> {
  const globals = globalThis as { [STORAGE_KEY]?: AsyncLocalStorage<EnteredScope> };
  return globals[STORAGE_KEY] ??= new AsyncLocalStorage<EnteredScope>();
}
