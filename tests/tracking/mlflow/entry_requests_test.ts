import assert from "node:assert/strict";
import {
  BATCH_LIMITS,
  logBatchRequest,
  splitEntries,
  wireNumber,
} from "../../../lib/tracking/mlflow/requests/entry_requests.ts";

const point = (step: number, key = "loss") => ({ key, value: step, step, timestamp: 1 });
const sizes = (entries: Parameters<typeof splitEntries>[0]) =>
  [...splitEntries(entries)].map(({ params, metrics, tags }) => [params.length, metrics.length, tags.length]);

Deno.test("splitEntries() keeps to what MLflow takes of each kind, and of all together", () => {
  const pairs = (count: number, name: string) =>
    Array.from({ length: count }, (_, i) => [`${name}${i}`, "x"] as const);
  const metrics = Array.from({ length: 2050 }, (_, step) => point(step));

  assert.deepEqual(sizes({ metrics }), [[0, 1000, 0], [0, 1000, 0], [0, 50, 0]]);
  assert.deepEqual(sizes({ params: pairs(250, "p"), tags: pairs(130, "t") }), [
    [100, 0, 0],
    [100, 0, 0],
    [50, 0, 100],
    [0, 0, 30],
  ]);
  assert.deepEqual(sizes({ params: pairs(60, "p"), metrics: metrics.slice(0, 1000), tags: pairs(10, "t") }), [
    [60, 940, 0],
    [0, 60, 10],
  ]);
  assert.deepEqual(sizes({}), []);
});

Deno.test("splitEntries() keeps every entry, in order", () => {
  const metrics = Array.from({ length: 2500 }, (_, step) => point(step, `m${step % 3}`));

  assert.deepEqual([...splitEntries({ metrics })].flatMap((piece) => piece.metrics), metrics);
});

Deno.test("splitEntries() keeps requests below 1 MB, also where JSON makes text longer", () => {
  const tags = Array.from({ length: 100 }, (_, i) => [`t${i}`, "\u0001".repeat(8000)] as const);
  const metrics = Array.from({ length: 1000 }, (_, step) => point(step, `ü${"🐧".repeat(124)}`));

  for (const entries of [{ tags }, { metrics }]) {
    for (const piece of splitEntries(entries)) {
      const { json } = logBatchRequest("8f3c", piece);
      assert.ok(new TextEncoder().encode(JSON.stringify(json)).length < 1_000_000);
    }
  }
  assert.ok(BATCH_LIMITS.bytes < 1_000_000);
});

Deno.test("wireNumber() writes what JSON cannot hold as the words that MLflow reads", () => {
  assert.deepEqual([NaN, Infinity, -Infinity, 0.5].map(wireNumber), ["NaN", "Infinity", "-Infinity", 0.5]);
});
