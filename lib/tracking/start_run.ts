import type { Logger } from "../core/logger.ts";
import type { RunEntries, RunHandle } from "../core/run_context.ts";
import type { RunStatus } from "./entities.ts";
import type { EmbeddedStore } from "./embedded/embedded_store.ts";
import { failureTags } from "./failure_tags.ts";
import { perTurn } from "./per_turn.ts";
import type { LogLine, NodeRecord } from "./run_records.ts";
import { PARENT_RUN_TAG } from "./tag_names.ts";

/** How a run can end. */
export type EndStatus = Extract<RunStatus, "FINISHED" | "FAILED" | "KILLED">;

/** How to start a run. */
export interface StartRunOptions {
  /** Name of its experiment, made when there is none. @default {"Default"} */
  readonly experiment?: string | undefined;
  /** Name of the run. @default {three random words} */
  readonly name?: string | undefined;
  /** Tags of the run. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Id of the run that this one is a part of. */
  readonly parentRunId?: string | undefined;
  /** Told of entries once they are stored, for progress displays. */
  readonly onWrite?: ((entries: RunEntries, node: string | undefined) => void) | undefined;
}

/** A run in progress. Disposing of it ends it as KILLED unless it has ended. */
export interface ActiveRun extends RunHandle, AsyncDisposable {
  /** Id of its experiment. */
  readonly experimentId: string;
  /** When it started, in milliseconds since 1970. */
  readonly startTime: number;
  /** Writes lines to the log of the run, as well as to the one given. */
  logger(also?: Logger, node?: string): Logger;
  /** Record what became of a node; stored at the end of this turn of the event loop. */
  recordNode(record: NodeRecord): void;
  /** End it; the first call counts. Everything about the run is safe from loss of power when it resolves. */
  end(status: EndStatus, error?: unknown): Promise<void>;
}

/** Start a run in a store. */
export function startRun(store: EmbeddedStore, options: StartRunOptions = {}): Promise<ActiveRun> {
  const { experiment = "Default", name = store.newRunName(), tags = {}, parentRunId, onWrite } = options;
  const id = crypto.randomUUID().replaceAll("-", "");
  const startTime = store.clock.now();
  const experimentId = store.ensureExperiment(experiment);
  store.insertRun(id, {
    experimentId,
    runName: name,
    startTime,
    tags: { ...tags, ...(parentRunId === undefined ? {} : { [PARENT_RUN_TAG]: parentRunId }) },
  });
  const nodes = perTurn<NodeRecord>((records) => store.writeNodes(id, records));
  const lines = perTurn<LogLine>((records) => store.writeLogLines(id, records));
  let hasEnded = false;

  const run: ActiveRun = {
    id,
    name,
    experiment,
    experimentId,
    startTime,
    write: (entries, node) => {
      store.write(id, entries);
      onWrite?.(entries, node);
    },
    writeArtifact: (path, content) => store.writeArtifact(id, path, content),
    logger: (also, node) => ({
      log: (level, message) => {
        lines.add({ time: store.clock.now(), level, node, message });
        also?.log(level, message);
      },
    }),
    recordNode: (record) => nodes.add(record),
    end: (status, error) => {
      if (hasEnded) return Promise.resolve();
      hasEnded = true;
      nodes.flush();
      lines.flush();
      store.finishRun(id, { status, endTime: store.clock.now(), tags: failureTags(error) });
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => run.end("KILLED"),
  };
  return Promise.resolve(run);
}
