import { join } from "node:path";
import { type Clock, SYSTEM_CLOCK } from "../../core/clock.ts";
import { reasonOf } from "../../core/describe_value.ts";
import { localStore } from "../../stores/local_store.ts";
import type { Store } from "../../stores/store.ts";
import { ArtifactPlaces } from "../embedded/artifact_places.ts";
import { requireExperiment } from "../embedded/experiments.ts";
import type { LockAttempt } from "../embedded/file_lock.ts";
import { openDatabase } from "../embedded/open_database.ts";
import { connectMlflow } from "../mlflow/connection.ts";
import { parseMlflowSettings } from "../mlflow/mlflow_settings.ts";
import type { CopyContext } from "./copy_context.ts";
import { copyPending } from "./copy_pending.ts";
import { Unanswered } from "./failure.ts";
import { findLost } from "./find_lost.ts";
import { ensureTarget } from "./follow.ts";
import { mlflowServer } from "./mlflow_server.ts";
import { Outbox } from "./outbox.ts";
import { lockTarget } from "./target_lock.ts";
import { Troubles } from "./troubles.ts";

/** A server that runs are copied to, and how it is reached. */
export interface ReplicationTarget {
  /** Its address; a name and password in it are not stored. */
  readonly uri: string;
  /** MLflow's variables that say how it is reached: `MLFLOW_TRACKING_TOKEN`. @default {none} */
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** What became of one round of copying. */
export type Round =
  /** All that could be sent was; so many things, counting points. */
  | {
    readonly kind: "done";
    readonly sent: number;
    /** What the server says of things that it fails at. */
    readonly reason: string | undefined;
  }
  /** Nothing more can be sent at present. */
  | {
    readonly kind: "later";
    readonly sent: number;
    readonly reason: string;
    /** Milliseconds after which the server wants to be asked again. */
    readonly retryAfter: number | undefined;
  }
  /** Somebody else copies to this target. */
  | { readonly kind: "taken" };

/** Copies what a target lacks. Holds the lock of the target from the first round in which it gets it. */
export interface Copier extends AsyncDisposable {
  /** What the target lacks. */
  readonly outbox: Outbox;
  /** Copy everything, once through; the named runs first. */
  round(first?: readonly string[]): Promise<Round>;
  /** Let somebody else copy from now on, at once: what is on its way may be sent again. */
  release(): void;
}

/** How to copy. */
export interface CopierOptions {
  /** The folder that holds `.kedge`. */
  readonly directory: string;
  /** Where to. */
  readonly target: ReplicationTarget;
  /** Where artifacts are kept. @default {the folder `.kedge/artifacts`} */
  readonly artifacts?: Store | undefined;
  /** Where time comes from. @default {the clock of this machine} */
  readonly clock?: Clock | undefined;
  /** Where `~/.mlflow/credentials` is looked for. @default {nowhere} */
  readonly home?: string | undefined;
  /** Copy only where files can be locked, so that no other process copies at the same time. @default {false} */
  readonly needsLock?: boolean | undefined;
  /** Stops what is being sent; a `TimeoutError` as its reason says that the server has taken too long. */
  readonly signal?: AbortSignal | undefined;
  /** Told when something has arrived, and how many things. */
  readonly onSent?: ((count: number) => void) | undefined;
  /** First look what the target has no more, and have it made anew. @default {false} */
  readonly findsLost?: boolean | undefined;
}

const BUSY_TIMEOUT = 60_000;

/** Open what copies from a store to a target, with a connection of its own to the database. */
export function openCopier(options: CopierOptions): Copier {
  const { directory, target, clock = SYSTEM_CLOCK, home, signal, needsLock = false } = options;
  const { artifacts = localStore(join(directory, ".kedge", "artifacts")) } = options;
  const settings = parseMlflowSettings(target.uri, { variable: (name) => target.variables?.[name] });
  // Each commit of a cursor is on the disk before the next thing is sent.
  const database = openDatabase(join(directory, ".kedge", "runs.db"), {
    durability: "full",
    busyTimeout: BUSY_TIMEOUT,
    now: clock.now(),
  });
  const outbox = new Outbox(database, ensureTarget(database, settings.endpoint));
  const connection = connectMlflow(settings, { home });
  const places = new ArtifactPlaces(
    artifacts,
    (experiment) => requireExperiment(database, String(experiment)).artifact_location,
  );
  const server = mlflowServer(connection, signal);
  const troubles = new Troubles();
  let lock: LockAttempt = { kind: "taken" };
  let isReleased = false;
  let { findsLost = false } = options;

  async function round(first: readonly string[] = []): Promise<Round> {
    if (isReleased) return { kind: "taken" };
    if (lock.kind !== "held") lock = lockTarget(directory, outbox.target);
    if (lock.kind === "taken" || (lock.kind === "refused" && needsLock)) return { kind: "taken" };
    let sent = 0;
    const onSent = (count: number): void => {
      sent += count;
      options.onSent?.(count);
    };
    const context: CopyContext = { outbox, server, places, clock, troubles, onSent };
    troubles.begin();
    try {
      if (findsLost) await findLost(context);
      findsLost = false;
      await copyPending(context, first);
    } catch (error) {
      const { message: reason, retryAfter } = error instanceof Unanswered
        ? error
        : { message: reasonOf(error), retryAfter: undefined };
      if (isReleased) return { kind: "taken" };
      const told = stopReason(signal) ?? reason;
      // A disk that is full cannot take the reason either.
      if (told !== STOPPED && (!signal?.aborted || sent === 0)) {
        tryTo(() => outbox.unreachable(told, clock.now()));
      }
      return { kind: "later", sent, reason: told, retryAfter };
    }
    outbox.answered(clock.now());
    return { kind: "done", sent, reason: troubles.reason };
  }

  function release(): void {
    isReleased = true;
    if (lock.kind === "held") lock.release();
    lock = { kind: "taken" };
  }

  return {
    outbox,
    round,
    release,
    async [Symbol.asyncDispose]() {
      database[Symbol.dispose]();
      release();
      await connection[Symbol.asyncDispose]();
      await places[Symbol.asyncDispose]();
    },
  };
}

const STOPPED = "it was stopped";

// Whoever set a limit has something to say about the server; whoever stops it has not.
function stopReason(signal: AbortSignal | undefined): string | undefined {
  if (!signal?.aborted) return undefined;
  const isLimit = signal.reason instanceof Error && signal.reason.name === "TimeoutError";
  return isLimit ? "it has not answered in time" : STOPPED;
}

function tryTo(work: () => void): void {
  try {
    work();
  } catch {
    // It is told in the result too.
  }
}
