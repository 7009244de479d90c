import assert from "node:assert/strict";
import { type Point, PointBlock } from "../../../lib/tracking/replication/point_block.ts";

const POINTS: readonly Point[] = [
  [-3, 1_790_000_000_000, 0.1 + 0.2],
  [0, 0, "NaN"],
  [Number.MAX_SAFE_INTEGER, 1, Infinity],
  [7, 1, -Infinity],
  [7, 2, 1e-320],
];

Deno.test("a PointBlock gives back the points that it took over, as the tables hold them", () => {
  const block = PointBlock.of(POINTS);

  assert.equal(block.length, 5);
  assert.deepEqual([...block], POINTS);
  assert.deepEqual(block.last, POINTS[4]);
});

Deno.test("a PointBlock is cut anywhere, and an empty one has no last point", () => {
  const block = PointBlock.of(POINTS);

  assert.deepEqual([...block.slice(3)], POINTS.slice(3));
  assert.deepEqual([...block.slice(1).slice(0, 2)], POINTS.slice(1, 3));
  assert.deepEqual(block.slice(1, 3).last, POINTS[2]);
  assert.equal(block.slice(2, 2).last, undefined);
});
