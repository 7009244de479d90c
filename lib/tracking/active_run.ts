import { TrackingError } from "../core/errors.ts";
import type { RunEntries, RunHandle } from "../core/run_context.ts";
import { DATA_CONTEXT_TAG, type DatasetUse } from "./dataset_use.ts";
import type { EmbeddedStore } from "./embedded/embedded_store.ts";
import type { Snapshot } from "./embedded/snapshots.ts";
import type { RunLock } from "./embedded/run_locks.ts";
import type { RunStatus } from "./entities.ts";
import { failureTags } from "./failure_tags.ts";
import { perTurn } from "./per_turn.ts";
import type { LogLine, NodeRecord } from "./run_records.ts";

/** How a run can end. */
export type EndStatus = Extract<RunStatus, "FINISHED" | "FAILED" | "KILLED">;

/** A run in progress. Disposing of it ends it as KILLED unless it has ended. */
export interface ActiveRun extends RunHandle, AsyncDisposable {
  /** The folder that holds the `.kedge` it is stored in. */
  readonly directory: string;
  /** Id of its experiment. */
  readonly experimentId: string;
  /** When it started, in milliseconds since 1970. */
  readonly startTime: number;
  /** Record what became of a node. Stored at the end of this turn of the event loop. */
  recordNode(record: NodeRecord): void;
  /** Record which data it read or wrote. */
  recordDatasets(uses: readonly DatasetUse[]): void;
  /** Record what it is made from. */
  recordSnapshots(snapshots: readonly Snapshot[]): void;
  /** End it; the first call counts. When it resolves, everything about the run survives the loss of power. */
  end(status: EndStatus, error?: unknown): Promise<void>;
}

/** What is known of a run that has just started. */
export interface StartedRun
  extends Pick<ActiveRun, "id" | "name" | "experiment" | "experimentId" | "startTime"> {
  /** The word of this process that the run lives; none where files cannot be locked. */
  readonly lock: RunLock | undefined;
  /** Whether other processes may work on it too, each on a part. */
  readonly isShared: boolean;
  /** Told of entries once they are stored. */
  readonly onWrite: ((entries: RunEntries, node: string | undefined) => void) | undefined;
  /** Told of lines of the log once they are stored. */
  readonly onLog: ((line: LogLine) => void) | undefined;
  /** Resolves when all that is still to be found out about the run has been stored. */
  settle(): Promise<void>;
}

/** The run in progress that writes to a run of a store. */
export function activeRun(store: EmbeddedStore, started: StartedRun): ActiveRun {
  const { lock, isShared, onWrite, onLog, settle, ...facts } = started;
  const { id } = facts;
  const nodes = perTurn<NodeRecord>((records) => store.writeNodes(id, records));
  const writing = new Set<Promise<void>>();
  let failedNode: string | undefined;
  let ended: Promise<void> | undefined;

  // Somebody did not wait for something: better told than recorded after the fact.
  function requireOpen(): void {
    if (ended === undefined) return;
    throw new TrackingError(`Cannot write to run "${facts.name}": it has ended`, { code: "INVALID_STATE" });
  }

  async function end(status: EndStatus, error: unknown): Promise<void> {
    const tags = failureTags(error, failedNode);
    let isOver = false;
    const finish = (): void => {
      const change = { status, endTime: store.clock.now(), tags };
      if (isShared) store.finishSharedRun(id, change);
      else store.finishRun(id, change);
      isOver = true;
    };
    try {
      // A node that does not wait for an artifact has it all the same. One that failed may wait for ever.
      if (status === "FINISHED") await Promise.all(writing);
      await settle();
      nodes.flush();
      if (lock === undefined) finish();
      else lock.release(finish);
      // Other processes go on with it.
      if (!isOver) store.finishRun(id, { tags });
    } catch (reason) {
      lock?.abandon();
      throw reason;
    }
  }

  return {
    ...facts,
    directory: store.directory,
    write: (entries, node) => {
      requireOpen();
      store.write(id, entries);
      onWrite?.(entries, node);
    },
    writeArtifact: async (path, content) => {
      requireOpen();
      const written = store.writeArtifact(id, path, content);
      const over = written.then(() => {}, () => {}).finally(() => writing.delete(over));
      writing.add(over);
      return await written;
    },
    startModel: async (model) => {
      requireOpen();
      const { startModel }: typeof import("./models/start_model.ts") = await import(START_MODEL);
      return await startModel(store, { ...model, experimentId: facts.experimentId, runId: id });
    },
    recordInput: ({ context, uri, ...dataset }, node) => {
      requireOpen();
      const tags: Record<string, string> = context === undefined ? {} : { [DATA_CONTEXT_TAG]: context };
      store.writeDatasetUses(id, [{ role: "input", dataset, tags, uri, node, time: store.clock.now() }]);
    },
    log: (level, message, node) => {
      requireOpen();
      const line = { time: store.clock.now(), level, node, message };
      store.writeLogLines(id, [line]);
      onLog?.(line);
    },
    recordNode: (record) => {
      if (record.status === "failed") failedNode ??= record.node;
      if (ended === undefined) nodes.add(record);
    },
    recordDatasets: (uses) => {
      requireOpen();
      store.writeDatasetUses(id, uses);
    },
    recordSnapshots: (snapshots) => {
      requireOpen();
      store.writeSnapshots(id, snapshots);
    },
    end: (status, error) => ended ??= end(status, error),
    [Symbol.asyncDispose]: () => ended ??= end("KILLED", undefined),
  };
}

// Most runs keep no models.
const START_MODEL: string = "./models/start_model.ts";
