import type { MetricPoint, RunEntries } from "../../../core/run_context.ts";
import type { MlflowRequest } from "../mlflow_request.ts";
import { toPairs } from "../wire/fields.ts";
import { postRequest } from "./api.ts";

/** How much one request may hold: MLflow refuses more of each, and its documentation asks for less than 1 MB. */
export const BATCH_LIMITS = { metrics: 1000, params: 100, tags: 100, all: 1000, bytes: 900_000 } as const;

/** A piece of a batch. */
export type BatchPiece = Required<{ readonly [K in keyof RunEntries]: NonNullable<RunEntries[K]> }>;

/**
 * Cut entries into pieces that MLflow takes, in the order in which it writes: params, metrics, tags. Everything of a piece
 * may be sent again: what is there already is stored once.
 */
export function* splitEntries({ params = [], metrics = [], tags = [] }: RunEntries): Generator<BatchPiece> {
  let piece = emptyPiece();
  let bytes = 0;
  for (const [kind, entry] of inOrder(params, metrics, tags)) {
    const size = sizeOf(entry);
    const count = piece.params.length + piece.metrics.length + piece.tags.length;
    const isFull = count >= BATCH_LIMITS.all || piece[kind].length >= BATCH_LIMITS[kind] ||
      count > 0 && bytes + size > BATCH_LIMITS.bytes;
    if (isFull) {
      yield piece;
      piece = emptyPiece();
      bytes = 0;
    }
    // The kind says which list the entry is of.
    (piece[kind] as unknown[]).push(entry);
    bytes += size;
  }
  if (bytes > 0) yield piece;
}

/** Write a piece of a batch. */
export function logBatchRequest(runId: string, { params, metrics, tags }: BatchPiece): MlflowRequest {
  const json = {
    run_id: runId,
    params: toPairs(params),
    metrics: metrics.map(({ key, value, step, timestamp }) => ({
      key,
      value: wireNumber(value),
      step,
      timestamp,
    })),
    tags: toPairs(tags),
  };
  return postRequest("runs/log-batch", json, { what: `write to run "${runId}"`, isRepeatable: true });
}

/** A number as MLflow reads it: JSON has no NaN and no infinities, and what is no JSON is stored as 0. */
export function wireNumber(value: number): number | string {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

type Entry = MetricPoint | readonly [string, string];

function* inOrder(
  params: readonly Entry[],
  metrics: readonly Entry[],
  tags: readonly Entry[],
): Generator<readonly [keyof BatchPiece, Entry]> {
  for (const entry of params) yield ["params", entry];
  for (const entry of metrics) yield ["metrics", entry];
  for (const entry of tags) yield ["tags", entry];
}

function emptyPiece(): BatchPiece {
  return { params: [], metrics: [], tags: [] };
}

// An upper bound that costs little: a character is at most three bytes of UTF-8, or six when JSON escapes it.
function sizeOf(entry: Entry): number {
  if ("key" in entry) return 120 + entry.key.length * 3;
  return 30 + textSize(entry[0]) + textSize(entry[1]);
}

function textSize(text: string): number {
  return text.length * 6;
}
