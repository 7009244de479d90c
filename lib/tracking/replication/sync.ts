import type { EmbeddedStore } from "../embedded/embedded_store.ts";
import { type Copier, openCopier, type ReplicationTarget, type Round } from "./copier.ts";
import { copyUntil } from "./copy_loop.ts";
import { describeReplication, type TargetStatus } from "./describe_replication.ts";
import { followRun } from "./follow.ts";
import { stoppableWait } from "./stoppable_wait.ts";

/** How to copy what a server lacks. */
export interface SyncOptions extends ReplicationTarget {
  /** Ids of runs to copy that were recorded before there was a server, or for another one. @default {none} */
  readonly runs?: readonly string[] | undefined;
  /** Send again what the server refused, and make anew what was removed there for good. @default {false} */
  readonly retry?: boolean | undefined;
  /** Go on for ever, with what is recorded from now on. @default {false} */
  readonly watch?: boolean | undefined;
  /** How long to wait for a server that does not answer, in milliseconds. @default {10000} */
  readonly patience?: number | undefined;
  /** Where `~/.mlflow/credentials` is looked for. @default {nowhere} */
  readonly home?: string | undefined;
  /** Stops it; what has arrived stays noted. */
  readonly signal?: AbortSignal | undefined;
  /** Told after each answer how many things have arrived, counting points. */
  readonly onProgress?: ((sent: number) => void) | undefined;
  /** Told what there is to know while it watches. */
  readonly onNews?: ((news: SyncNews) => void) | undefined;
}

/** What became of copying. */
export interface SyncReport extends TargetStatus {
  /** Things that arrived, counting points. */
  readonly sent: number;
  /** Why not everything did; `undefined` when all has arrived or was refused. */
  readonly reason: string | undefined;
}

const PATIENCE = 10_000;

/** Something that who watches wants to know. */
export type SyncNews =
  /** The server has everything, after something was copied. */
  | { readonly kind: "complete"; readonly status: SyncReport }
  /** Nothing can be sent any more, for a reason. */
  | { readonly kind: "failing"; readonly reason: string }
  /** Things can be sent again. */
  | { readonly kind: "answering" };

/** Copy to a server what it lacks: see `syncRuns()`. */
export async function sync(store: EmbeddedStore, options: SyncOptions): Promise<SyncReport> {
  const { runs = [], retry = false, watch = false, signal, onProgress } = options;
  // A run whose process died has ended: the server shall know.
  store.recoverInterrupted();
  let sent = 0;
  const onSent = (count: number): void => {
    sent += count;
    onProgress?.(sent);
  };
  const { directory, clock, artifacts } = store;
  await using copier = openCopier({
    directory,
    clock,
    artifacts,
    target: options,
    home: options.home,
    signal,
    onSent,
    findsLost: retry,
  });
  const { outbox } = copier;
  for (const runId of runs) followRun(outbox.database, outbox.target, runId);
  if (retry) outbox.retry();
  const report = (round: Round): SyncReport => {
    const status = describeReplication(outbox.database, { target: outbox.target })[0];
    if (status === undefined) throw new TypeError("A target that is copied to is known");
    return { ...status, sent, reason: reasonOf(round, status) };
  };
  const countSent = (): number => sent;
  const isEnough = watch
    ? newsTeller(store, { options, report, countSent })
    : isAllSent(copier, { options, countSent });
  const last = await copyUntil(copier, { first: () => runs, signal, wait: stoppableWait(signal), isEnough });
  return report(last);
}

// As long as something arrives it is waited for.
function isAllSent(
  { outbox }: Copier,
  { options: { patience = PATIENCE }, countSent }: {
    readonly options: SyncOptions;
    readonly countSent: () => number;
  },
): (round: Round) => boolean {
  let quietSince = Date.now();
  let known = 0;
  return (round) => {
    if (countSent() !== known) quietSince = Date.now();
    known = countSent();
    if (round.kind === "done") return round.sent === 0 || !outbox.hasWork();
    if (round.kind === "taken" && !outbox.hasWork()) return true;
    return Date.now() - quietSince >= patience;
  };
}

// It is never enough, but there is something to tell.
function newsTeller(
  store: EmbeddedStore,
  { options: { onNews }, report, countSent }: {
    readonly options: SyncOptions;
    readonly report: (round: Round) => SyncReport;
    readonly countSent: () => number;
  },
): (round: Round) => boolean {
  let problem: string | undefined;
  let told = 0;
  return (round) => {
    // Runs whose processes die meanwhile end too.
    if (round.kind !== "done" || round.sent === 0) store.recoverInterrupted();
    if (round.kind === "taken") return false;
    const isNew = round.reason !== problem;
    problem = round.reason;
    if (problem !== undefined) {
      if (isNew) onNews?.({ kind: "failing", reason: problem });
      return false;
    }
    if (isNew) onNews?.({ kind: "answering" });
    if (countSent() === told) return false;
    const status = report(round);
    if (status.unfinished.length === 0) {
      told = status.sent;
      onNews?.({ kind: "complete", status });
    }
    return false;
  };
}

function reasonOf(round: Round, { unfinished }: TargetStatus): string | undefined {
  if (round.kind !== "taken") return round.reason;
  return unfinished.length === 0 ? undefined : "another process copies to this server";
}
