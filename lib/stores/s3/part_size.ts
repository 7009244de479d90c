import type { S3Limits } from "./s3_limits.ts";

const MIB = 1024 * 1024;

/**
 * Bytes in the parts of an upload, those at its end apart: as many as the settings say, or more when the size of the object is
 * known and would need too many of them.
 */
export function firstPartSize(
  { partSize, size = 0 }: { readonly partSize: number; readonly size?: number | undefined },
  limits: S3Limits,
): number {
  const needed = Math.ceil(size / steadyParts(limits) / MIB) * MIB;
  return Math.min(limits.mostAtOnce, Math.max(partSize, needed));
}

/**
 * Bytes in one part of an upload, counted from 1. Nobody knows how much of a stream is to come, so the first half of the parts
 * that there may be has the first size, and then it doubles again and again: parts of 6 MiB end at more than 5 TiB, the
 * largest object of S3.
 */
export function sizeOfPart(number: number, first: number, limits: S3Limits): number {
  const steady = steadyParts(limits);
  if (number <= steady) return first;
  const doublings = 1 + Math.floor((number - steady - 1) / Math.ceil(steady / 10));
  return Math.min(limits.mostAtOnce, first * 2 ** doublings);
}

/** How many parts an object has that was sent in parts of these sizes. */
export function countParts(size: number, first: number, limits: S3Limits): number {
  const steady = steadyParts(limits);
  if (size <= steady * first) return Math.max(1, Math.ceil(size / first));
  let count = steady;
  for (let left = size - steady * first; left > 0; left -= sizeOfPart(count, first, limits)) count++;
  return count;
}

function steadyParts({ mostParts }: S3Limits): number {
  return Math.floor(mostParts / 2);
}
