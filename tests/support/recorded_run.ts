import {
  type ArtifactInfo,
  type MetricPoint,
  type RunEntries,
  type RunHandle,
  runInScope,
} from "../../lib/core/run_context.ts";
import { toBytes } from "../../lib/core/bytes.ts";

/** A run that keeps what is written to it. */
export interface RecordedRun extends RunHandle {
  /** Params, in the order written. */
  readonly params: readonly (readonly [string, string])[];
  /** Points, in the order written. */
  readonly metrics: readonly MetricPoint[];
  /** Tags, in the order written. */
  readonly tags: readonly (readonly [string, string])[];
  /** Text of the artifacts by path. */
  readonly artifacts: ReadonlyMap<string, Uint8Array>;
  /** Lines of the log, in the order written. */
  readonly lines: readonly {
    readonly level: string;
    readonly message: string;
    readonly node: string | undefined;
  }[];
  /** Which node wrote, for each call. */
  readonly nodes: readonly (string | undefined)[];
  /** What each call of `write()` brought, and from which node. */
  readonly writes: readonly { readonly entries: RunEntries; readonly node: string | undefined }[];
}

/** Make a run that is kept in memory. */
export function recordedRun(name = "recorded"): RecordedRun {
  const params: (readonly [string, string])[] = [];
  const metrics: MetricPoint[] = [];
  const tags: (readonly [string, string])[] = [];
  const lines: { readonly level: string; readonly message: string; readonly node: string | undefined }[] = [];
  const artifacts = new Map<string, Uint8Array>();
  const nodes: (string | undefined)[] = [];
  const writes: { readonly entries: RunEntries; readonly node: string | undefined }[] = [];
  return {
    id: "0".repeat(32),
    name,
    experiment: "Default",
    params,
    metrics,
    tags,
    artifacts,
    nodes,
    writes,
    lines,
    write: (entries, node) => {
      writes.push({ entries, node });
      nodes.push(node);
      params.push(...entries.params ?? []);
      metrics.push(...entries.metrics ?? []);
      tags.push(...entries.tags ?? []);
    },
    log: (level, message, node) => {
      lines.push({ level, message, node });
    },
    writeArtifact: async (path, content, node): Promise<ArtifactInfo> => {
      nodes.push(node);
      const bytes = await toBytes(content);
      artifacts.set(path, bytes);
      return { path, size: bytes.length, sha256: "" };
    },
  };
}

/** Call a function as a node of a run does, or of an untracked one. */
export function inNode<T>(run: RunHandle | undefined, call: () => T, node = "train"): T {
  return runInScope({ run, node, signal: undefined }, call);
}
