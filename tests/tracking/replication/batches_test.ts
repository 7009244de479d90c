import assert from "node:assert/strict";
import { type Batch, batchBody, type Entry, toBatches } from "../../../lib/tracking/replication/batches.ts";
import { PointBlock } from "../../../lib/tracking/replication/point_block.ts";
import type { Change } from "../../../lib/tracking/replication/outbox.ts";

const CHANGE: Change = { change: 1, replica: 1, kind: "metric", key: "1", revision: 0 };

Deno.test("toBatches() cuts points, params and tags by the limits of MLflow, and keeps their order", () => {
  const entries = [
    ...texts("param", 150),
    points("loss", 2500),
    ...texts("tag", 101),
    points("accuracy", 10),
  ];

  const batches = [...toBatches(entries)];

  for (const batch of batches) {
    const { params, tags, metrics } = bodyOf(batch);
    assert.ok(params.length <= 100 && tags.length <= 100 && metrics.length <= 1000);
    assert.ok(params.length + tags.length + metrics.length <= 1000);
  }
  const sent = batches.flatMap((batch) => bodyOf(batch).metrics);
  assert.deepEqual(sent.map(({ key, step }: { key: string; step: number }) => `${key} ${step}`), [
    ...Array.from({ length: 2500 }, (_, step) => `loss ${step}`),
    ...Array.from({ length: 10 }, (_, step) => `accuracy ${step}`),
  ]);
  const keys = batches.flatMap((batch) => batch.flatMap(({ kind, key }) => kind === "points" ? [] : [key]));
  assert.equal(new Set(keys).size, 251);
});

Deno.test("toBatches() keeps requests below 1 MB, whatever the signs", () => {
  const long = "鳥".repeat(8000);
  const entries = [...texts("tag", 90, long), points("é".repeat(250), 3000)];

  const batches = [...toBatches(entries)];

  assert.ok(batches.length > 3);
  for (const batch of batches) {
    assert.ok(batchBody("8f3c", batch).length < 1_000_000);
  }
});

Deno.test("batchBody() writes NaN and infinities as MLflow reads them, and numbers with all their digits", () => {
  const batch: Batch = [{
    kind: "points",
    change: CHANGE,
    metric: 1,
    key: 'a "b"',
    points: PointBlock.of([[0, 1, "NaN"], [1, 1, Infinity], [2, 1, -Infinity], [-3, 5, 0.1 + 0.2], [
      4,
      1,
      1e-320,
    ]]),
    isLate: false,
  }];

  const { run_id: runId, metrics } = bodyOf(batch);

  assert.equal(runId, "8f3c");
  assert.deepEqual(metrics.map(({ value }: { value: unknown }) => value), [
    "NaN",
    "Infinity",
    "-Infinity",
    0.30000000000000004,
    1e-320,
  ]);
  assert.deepEqual(metrics[3], { key: 'a "b"', value: 0.30000000000000004, timestamp: 5, step: -3 });
});

function bodyOf(batch: Batch) {
  return JSON.parse(new TextDecoder().decode(batchBody("8f3c", batch)));
}

function texts(kind: "param" | "tag", count: number, value = "1"): Entry[] {
  return Array.from({ length: count }, (_, i) => ({ kind, change: CHANGE, key: `${kind} ${i}`, value }));
}

function points(key: string, count: number): Entry {
  return {
    kind: "points",
    change: CHANGE,
    metric: 1,
    key,
    points: PointBlock.of(Array.from({ length: count }, (_, step) => [step, 1, step / 7] as const)),
    isLate: false,
  };
}
