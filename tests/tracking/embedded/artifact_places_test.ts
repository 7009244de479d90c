import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { startRun } from "../../../lib/tracking/start_run.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("artifacts in a folder of their experiment are purged with their run, and no others", async () => {
  await using dir = await tempDir();
  await dir.write({ "data/mine.txt": "mine" });
  await using store = openEmbeddedStore(dir.path);
  const runs = [
    await startRun(store, { experiment: "e", artifactLocation: "data" }),
    await startRun(store, { experiment: "e" }),
  ];
  for (const run of runs) {
    await run.writeArtifact("a.txt", new TextEncoder().encode("a"));
    await run.end("FINISHED");
  }
  const [gone = "", kept = ""] = runs.map(({ id }) => id);
  await store.deleteRun(gone);

  await store.purge();

  assert.equal(await store.getRun(gone), undefined);
  await assert.rejects(Deno.stat(dir.join("data", gone, "artifacts/a.txt")), Deno.errors.NotFound);
  assert.equal(await Deno.readTextFile(dir.join("data", kept, "artifacts/a.txt")), "a");
  assert.equal(await Deno.readTextFile(dir.join("data/mine.txt")), "mine");
});
