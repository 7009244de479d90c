import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { captureDeno } from "../../tasks/process.ts";
import { tempDir } from "../support/temp_dir.ts";

const CHILD = fileURLToPath(new URL("../tracking/children/begin_and_end.ts", import.meta.url));
const PROCESSES = 8;
const RUNS = 250;

Deno.test(`${PROCESSES} processes begin and end ${RUNS} runs each, and none is taken for interrupted`, async () => {
  await using dir = await tempDir();

  const results = await Promise.all(
    Array.from({ length: PROCESSES }, () => captureDeno(["run", "-A", CHILD, dir.path, String(RUNS)])),
  );

  for (const { code, stderr } of results) assert.equal(code, 0, stderr);
  await using store = openEmbeddedStore(dir.path);
  const { items } = await store.searchRuns({ maxResults: 50_000 });
  assert.equal(items.length, PROCESSES * RUNS);
  assert.deepEqual(new Set(items.map(({ info }) => info.status)), new Set(["FINISHED"]));
});
