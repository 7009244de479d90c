import { fromSqlValue } from "../embedded/metric_value.ts";
import { BATCH_LIMITS, wireNumber } from "../mlflow/requests/entry_requests.ts";
import type { Change } from "./outbox.ts";
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

/** The body of a `runs/log-batch`. Written by hand, since a point is half as long so. */
export function batchBody(runId: string, batch: Batch): string {
  const list = (kind: "param" | "tag"): string =>
    batch.flatMap((entry) =>
      entry.kind === kind
        ? [`{"key":${JSON.stringify(entry.key)},"value":${JSON.stringify(entry.value)}}`]
        : []
    ).join(",");
  return `{"run_id":${JSON.stringify(runId)},"metrics":[${batch.flatMap(pointsOf).join(",")}],"params":[${
    list("param")
  }],"tags":[${list("tag")}]}`;
}

function pointsOf(entry: Entry): readonly string[] {
  if (entry.kind !== "points") return [];
  const key = JSON.stringify(entry.key);
  return entry.points.map(([step, timestamp, value]) =>
    `{"key":${key},"value":${
      JSON.stringify(wireNumber(fromSqlValue(value)))
    },"timestamp":${timestamp},"step":${step}}`
  );
}

// An upper limit, as JSON in UTF-8: for a point, of one.
function sizeOf(entry: Entry): number {
  if (entry.kind === "points") return entry.key.length * 3 + 110;
  return (entry.key.length + entry.value.length) * 3 + 30;
}
