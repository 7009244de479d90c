import assert from "node:assert/strict";
import { nameClashes } from "../../lib/stores/name_clashes.ts";

const KEYS = ["A", "a/b", "Raw/X.csv", "raw/x.csv", "raw/X.CSV", "raw/y.csv", "y"];

Deno.test("nameClashes() finds none on a disk that tells case", () => {
  assert.deepEqual(nameClashes(KEYS, { foldsCase: false }), []);
});

Deno.test("nameClashes() finds names that differ by case alone, of files and of folders", () => {
  assert.deepEqual(nameClashes(KEYS, { foldsCase: true }), [
    '"A": a file, and a folder for "a/b"',
    '"Raw/X.csv", "raw/x.csv", "raw/X.CSV": one file on this disk, which does not tell case',
  ]);
});
