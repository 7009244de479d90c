import { fromSqlValue } from "../embedded/metric_value.ts";
import { BATCH_LIMITS, wireNumber } from "../mlflow/requests/entry_requests.ts";
import type { Change } from "./outbox.ts";
import { TextWriter } from "./text_writer.ts";
import type { UnsentPoints } from "./unsent_points.ts";

/** Something that goes into a `runs/log-batch`. */
export type Entry =
  | { readonly kind: "param" | "tag"; readonly change: Change; readonly key: string; readonly value: string }
  | ({ readonly kind: "points" } & UnsentPoints);

/** Entries for one request. */
export type Batch = readonly Entry[];

/** Cut entries into requests that MLflow takes, in their order. */
export function* toBatches(entries: Iterable<Entry>): Generator<Batch> {
  let batch: Entry[] = [];
  let count = { param: 0, tag: 0, points: 0, bytes: 0 };
  const roomFor = (kind: Entry["kind"], size: number): number => {
    const { param, tag, points, bytes } = count;
    const { params, tags, metrics, all } = BATCH_LIMITS;
    const most = { param: params, tag: tags, points: metrics }[kind] - count[kind];
    return Math.min(most, all - param - tag - points, Math.floor((BATCH_LIMITS.bytes - bytes) / size));
  };
  const add = (entry: Entry, entries: number, bytes: number): void => {
    batch.push(entry);
    count = { ...count, [entry.kind]: count[entry.kind] + entries, bytes: count.bytes + bytes };
  };
  for (const entry of entries) {
    const size = sizeOf(entry);
    let rest = entry;
    for (;;) {
      const room = roomFor(rest.kind, size);
      if (rest.kind === "points" && room > 0) {
        const points = rest.points.slice(0, room);
        add({ ...rest, points }, points.length, points.length * size);
        if (points.length === rest.points.length) break;
        rest = { ...rest, points: rest.points.slice(room) };
      } else if (rest.kind !== "points" && (room > 0 || batch.length === 0)) {
        add(rest, 1, size);
        break;
      }
      yield batch;
      batch = [];
      count = { param: 0, tag: 0, points: 0, bytes: 0 };
    }
  }
  if (batch.length > 0) yield batch;
}

/** The body of a `runs/log-batch`. Written by hand: a point is half as long so, and the whole is never garbage. */
export function batchBody(runId: string, batch: Batch): Uint8Array<ArrayBuffer> {
  const text = new TextWriter();
  text.write(`{"run_id":${JSON.stringify(runId)}`);
  writeList(text, "metrics", pointsOf(batch));
  writeList(text, "params", textsOf(batch, "param"));
  writeList(text, "tags", textsOf(batch, "tag"));
  text.write("}");
  return text.bytes();
}

function writeList(text: TextWriter, name: string, items: Iterable<string>): void {
  text.write(`,"${name}":[`);
  let separator = "";
  for (const item of items) {
    text.write(separator + item);
    separator = ",";
  }
  text.write("]");
}

function* pointsOf(batch: Batch): Generator<string> {
  for (const entry of batch) {
    if (entry.kind !== "points") continue;
    for (const [step, timestamp, stored] of entry.points) {
      const value = wireNumber(fromSqlValue(stored));
      // In a template V8 would keep the digits of every number in a cache, which the heap grows by.
      yield JSON.stringify({ key: entry.key, value, timestamp, step });
    }
  }
}

function* textsOf(batch: Batch, kind: "param" | "tag"): Generator<string> {
  for (const entry of batch) {
    if (entry.kind !== kind) continue;
    yield JSON.stringify({ key: entry.key, value: entry.value });
  }
}

// An upper limit, as JSON in UTF-8: for a point, of one.
function sizeOf(entry: Entry): number {
  if (entry.kind === "points") return entry.key.length * 3 + 110;
  return (entry.key.length + entry.value.length) * 3 + 30;
}
