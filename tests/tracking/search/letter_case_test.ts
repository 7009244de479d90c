import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("LIKE tells upper from lower case and ILIKE does not, in runs that have ended and in those in progress", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const experimentId = await store.createExperiment("e");
  for (const [index, name] of ["Forest", "forest", "FOREST", "tree"].entries()) {
    const id = String(index).repeat(32);
    store.insertRun(id, { experimentId, runName: name, tags: { kind: name } });
    store.write(id, { params: [["model", name]] });
    if (index !== 1) store.finishRun(id, { status: "FINISHED" });
  }
  const names = async (filter: string) =>
    (await store.searchRuns({ filter })).items.map(({ info }) => info.runName).sort();

  for (const field of ["run_name", "params.model", "tags.kind"]) {
    assert.deepEqual(await names(`${field} LIKE 'f%'`), ["forest"], field);
    assert.deepEqual(await names(`${field} LIKE '%EST'`), ["FOREST"], field);
    assert.deepEqual(await names(`${field} ILIKE 'f%'`), ["FOREST", "Forest", "forest"], field);
    assert.deepEqual(await names(`${field} = 'forest'`), ["forest"], field);
  }
});
