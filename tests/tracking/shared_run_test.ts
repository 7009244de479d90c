import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { defineProject } from "../../lib/project/define_project.ts";
import { openProject } from "../../lib/project/open_project.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";
import { startRun } from "../../lib/tracking/start_run.ts";
import { captureDeno } from "../../tasks/process.ts";
import { tempDir } from "../support/temp_dir.ts";

const CHILD = fileURLToPath(new URL("children/share_run.ts", import.meta.url));

Deno.test("eight processes with one key, a node each, write one run", async () => {
  await using dir = await tempDir();

  const results = await Promise.all(
    Array.from({ length: 8 }, (_, i) => captureDeno(["run", "-A", CHILD, dir.path, "job 7", `node${i}`])),
  );

  for (const { code, stderr } of results) assert.equal(code, 0, stderr);
  assert.equal(new Set(results.map(({ stdout }) => stdout)).size, 1);
  await using store = openEmbeddedStore(dir.path);
  const { items: [run, ...others] } = await store.searchRuns();
  assert.deepEqual(others, []);
  assert.equal(run?.info.status, "FINISHED");
  assert.equal(run.tags["kedge.run.key"], "job 7");
  assert.equal(Object.keys(run.params).length, 9);
  for (let i = 0; i < 8; i++) {
    assert.equal((await store.getMetricHistory(run.info.runId, `loss${i}`)).length, 50);
  }
  const nodes = await store.getNodes(run.info.runId);
  assert.deepEqual(nodes.map(({ status }) => status), Array(8).fill("done"));
  assert.deepEqual([...Deno.readDirSync(dir.join(".kedge/locks"))].map(({ name }) => name), ["gate"]);
});

Deno.test("a shared run ends with the last of those who work on it", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const [first, second] = [
    await startRun(store, { key: "k", name: "first" }),
    await startRun(store, { key: "k" }),
  ];
  const statusNow = async () => (await store.getRun(first.id))?.info.status;

  assert.deepEqual([second.id, second.name], [first.id, "first"]);
  await first.end("FINISHED");
  assert.equal(await statusNow(), "RUNNING");
  await second.end("FINISHED");
  assert.equal(await statusNow(), "FINISHED");
  const third = await startRun(store, { key: "k" });
  assert.equal(await statusNow(), "RUNNING");
  await third.end("FINISHED");
  assert.equal(await statusNow(), "FINISHED");
});

Deno.test("another key makes another run, and so does the key of a deleted run", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const ids: string[] = [];
  for (const key of ["a", "b", "a"]) {
    const run = await startRun(store, { key });
    ids.push(run.id);
    await run.end("FINISHED");
  }
  await store.deleteRun(ids[0] ?? "");
  await using again = await startRun(store, { key: "a" });

  assert.equal(ids[0], ids[2]);
  assert.equal(new Set([...ids, again.id]).size, 3);
});

Deno.test("a shared run is as good as the latest attempt at each of its nodes", async () => {
  await using dir = await tempDir();
  let isBroken = true;
  const a = node({
    name: "a",
    outputs: "x",
    run: () => {
      if (isBroken) throw new Error("no luck");
      return 1;
    },
  });
  const b = node({ name: "b", outputs: "y", run: () => 2 });
  const definition = defineProject({ name: "p", pipelines: { __default__: pipeline([a, b]) } });
  await using project = await openProject(definition, { root: dir.path });
  const runNode = (name: string) =>
    project.run({ runKey: "k", filter: { nodeNames: [name] }, throwOnError: false });
  const stored = async (id: string) => {
    const run = await project.store().getRun(id);
    return [run?.info.status, run?.tags["kedge.error.message"]];
  };

  const { runId } = await runNode("a");
  assert.deepEqual(await stored(runId), ["FAILED", 'Node "a" failed: no luck']);
  await runNode("b");
  assert.deepEqual(await stored(runId), ["FAILED", 'Node "a" failed: no luck']);
  isBroken = false;
  await runNode("a");
  assert.deepEqual(await stored(runId), ["FINISHED", undefined]);
});

Deno.test("KEDGE_RUN_KEY shares runs where the caller gives no key", async () => {
  await using dir = await tempDir();
  const only = node({ name: "only", outputs: "x", run: () => 1 });
  const definition = defineProject({ name: "p", pipelines: { __default__: pipeline([only]) } });
  const variables = { get: (name: string) => name === "KEDGE_RUN_KEY" ? "job" : undefined };
  await using project = await openProject(definition, { root: dir.path, variables });

  const [first, second] = [await project.run(), await project.run()];
  const other = await project.run({ runKey: "other" });

  assert.equal(first.runId, second.runId);
  assert.notEqual(first.runId, other.runId);
});
