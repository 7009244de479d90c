import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { nobodyProblem, runAsNobody } from "../../support/as_nobody.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";

const CHILD = fileURLToPath(new URL("../children/read_and_write.ts", import.meta.url));
const ignore = nobodyProblem() !== undefined;

Deno.test("openEmbeddedStore() with readOnly reads, and refuses to write", async () => {
  await using dir = await storeWithOneRun();
  await using store = openEmbeddedStore(dir.path, { readOnly: true });

  assert.deepEqual((await store.searchRuns()).items.map(({ info }) => info.runName), ["first"]);
  await assert.rejects(store.createExperiment("penguins"), {
    name: "TrackingError",
    code: "PERMISSION_DENIED",
    message: `Cannot write to the tracking store "${store.endpoint}": it was opened for reading`,
  });
});

Deno.test("openEmbeddedStore() with readOnly reads while another process writes", async () => {
  await using dir = await storeWithOneRun();
  await using writer = openEmbeddedStore(dir.path);
  await using reader = openEmbeddedStore(dir.path, { readOnly: true });

  await writer.createRun({ experimentId: "0", runName: "second", startTime: 9e12 });

  assert.deepEqual((await reader.searchRuns()).items.map(({ info }) => info.runName), ["second", "first"]);
});

Deno.test({
  name: "openEmbeddedStore() reads a store whose folder is read-only, and says that it cannot write",
  ignore,
  fn: async () => {
    await using dir = await storeWithOneRun();
    await Deno.chmod(dir.path, 0o755);
    await Deno.chmod(dir.join(".kedge"), 0o555);

    const { code, stdout, stderr } = await runAsNobody(CHILD, [dir.path]);

    await Deno.chmod(dir.join(".kedge"), 0o755);
    assert.equal(code, 0, stderr);
    assert.equal(
      stdout,
      `runs: first\ninterrupted: 0\n` +
        `TrackingError: Cannot use the tracking store "${dir.join(".kedge/runs.db")}": it is read-only\n`,
    );
  },
});

Deno.test({
  name: "openEmbeddedStore() does not read past what is still in the log of a read-only folder",
  ignore,
  fn: async () => {
    await using dir = await storeWithOneRun();
    await using copy = await tempDir();
    await using store = openEmbeddedStore(dir.path);
    await store.createRun({ experimentId: "0", runName: "second" });
    // As if the machine had gone down: the log, without the shared memory that goes with it.
    await Deno.mkdir(copy.join(".kedge"));
    for (const name of ["runs.db", "runs.db-wal"]) {
      await Deno.copyFile(dir.join(".kedge", name), copy.join(".kedge", name));
    }
    await Deno.chmod(copy.path, 0o755);
    await Deno.chmod(copy.join(".kedge"), 0o555);

    const { code, stderr } = await runAsNobody(CHILD, [copy.path]);

    await Deno.chmod(copy.join(".kedge"), 0o755);
    assert.equal(code, 1);
    assert.match(stderr, /its folder is read-only, and it was not closed when it was last used/);
  },
});

async function storeWithOneRun(): Promise<TempDir> {
  const dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  await store.createRun({ experimentId: "0", runName: "first", startTime: 1000 });
  return dir;
}
