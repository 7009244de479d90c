import assert from "node:assert/strict";
import { countParts, firstPartSize, sizeOfPart } from "../../../lib/stores/s3/part_size.ts";
import { S3_LIMITS } from "../../../lib/stores/s3/s3_limits.ts";

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const TIB = 1024 * GIB;
const partSize = 6 * MIB;

Deno.test("firstPartSize() is that of the settings, or larger when an object of known size would have too many", () => {
  for (const size of [undefined, 0, GIB, 29 * GIB]) {
    assert.equal(firstPartSize({ partSize, size }, S3_LIMITS), partSize);
  }
  assert.equal(firstPartSize({ partSize, size: 58 * GIB }, S3_LIMITS), 12 * MIB);
  assert.equal(firstPartSize({ partSize, size: 100 * GIB }, S3_LIMITS), 21 * MIB);
  for (const size of [59 * GIB, TIB, 5 * TIB]) {
    const first = firstPartSize({ partSize, size }, S3_LIMITS);
    assert.ok(countParts(size, first, S3_LIMITS) <= 5000, String(size));
  }
  assert.equal(firstPartSize({ partSize, size: 48 * TIB }, S3_LIMITS), 5 * GIB);
});

Deno.test("sizeOfPart() grows, so that a stream of any length fits into 10,000 parts", () => {
  const sizes = Array.from({ length: 10_000 }, (_, index) => sizeOfPart(index + 1, partSize, S3_LIMITS));

  assert.deepEqual(
    [sizes[0], sizes[4999], sizes[5000], sizes[5499], sizes[5500]].map((size) => (size ?? 0) / MIB),
    [
      ...[6, 6, 12, 12, 24],
    ],
  );
  assert.ok(sizes.every((size) => size <= 5 * GIB));
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) > 5 * TIB);
});

Deno.test("countParts() counts the parts that an object was sent in, whatever its size", () => {
  const limits = { ...S3_LIMITS, mostParts: 20 };
  const sizes = Array.from({ length: 20 }, (_, index) => sizeOfPart(index + 1, 10, limits));

  let total = 0;
  for (const [index, size] of sizes.entries()) {
    assert.equal(countParts(total + 1, 10, limits), index + 1);
    total += size;
    assert.equal(countParts(total, 10, limits), index + 1);
  }
  assert.equal(countParts(0, 10, limits), 1);
});
