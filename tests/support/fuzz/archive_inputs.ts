import { type ArchiveItem, gzipOf, tarOf, zipOf } from "../archives.ts";
import { below, type FuzzInput, mutate, pick, type Random } from "./inputs.ts";

const PATHS = [
  "base/a.yml",
  "base/b/c.yml",
  "x",
  "../x",
  "/etc/passwd",
  "a\\b",
  "./a",
  "C:\\x",
  "a/../../b",
  "é😀",
  "a//b",
  "",
];
const TOKENS = [
  "PK\x03\x04",
  "PK\x01\x02",
  "PK\x05\x06",
  "ustar",
  "\0\0\0\0",
  "\xff\xff\xff\xff",
  "..",
  "/",
  "7777777",
  "5",
  "2",
  "x",
  "L",
  "30 path=../x\n",
];

/** An archive: one that may hold what it must not, often changed at random. */
export async function archiveInput(random: Random): Promise<FuzzInput> {
  const items = Array.from({ length: below(5, random) }, (): ArchiveItem => ({
    path: pick(PATHS, random) || "empty",
    content: "x".repeat(below(pick([3, 2000], random), random)),
    kind: pick(["file", "file", "file", "directory", "symlink", "link"], random),
    ...random() < 0.1 && { claimedSize: below(5000, random) },
    isEncrypted: random() < 0.05,
  }));
  const pack = pick([zipOf, tarOf, async (all: readonly ArchiveItem[]) => gzipOf(await tarOf(all))], random);
  const bytes = await pack(items);
  return { bytes: random() < 0.3 ? bytes : mutate(bytes, TOKENS, random) };
}
