import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { importRuns } from "../../../lib/tracking/transfer_runs.ts";
import { type ArchiveItem, gzipOf, itemsOf, tarOf } from "../../support/archives.ts";
import { type TempDir, tempDir } from "../../support/temp_dir.ts";
import { exported, fill, ID } from "./_filled_store.ts";

const GOOD = JSON.stringify({ format: "kedge-runs/1", runs: [] });
const HOSTILE: Readonly<Record<string, readonly ArchiveItem[]>> = {
  "a path that leads up": [...itemsOf({ "kedge-runs.json": GOOD }), { path: "../evil.txt", content: "x" }],
  "an absolute path": [...itemsOf({ "kedge-runs.json": GOOD }), {
    path: "/tmp/kedge-evil.txt",
    content: "x",
  }],
  "a link": [...itemsOf({ "kedge-runs.json": GOOD }), { path: "a", content: "/etc/passwd", kind: "symlink" }],
  "a hard link": [...itemsOf({ "kedge-runs.json": GOOD }), {
    path: "a",
    content: "/etc/passwd",
    kind: "link",
  }],
  "no list of runs": itemsOf({ "other.json": "{}" }),
  "a list that is no JSON": itemsOf({ "kedge-runs.json": "{" }),
  "a list of another format": itemsOf({ "kedge-runs.json": '{"format":"kedge-runs/9","runs":[]}' }),
  "an artifact that it lacks": itemsOf({ "kedge-runs.json": indexWith({ artifacts: ["a.txt"] }) }),
  "an artifact whose path leads up": itemsOf({
    "kedge-runs.json": indexWith({ artifacts: ["../../a.txt"] }),
  }),
  "a node that began at no time": itemsOf({
    "kedge-runs.json": indexWith({ nodes: [{ node: "a", status: "done", startTime: 0.5 }] }),
  }),
  "a line of the log at the end of numbers": itemsOf({
    "kedge-runs.json": indexWith({ log: [{ time: 1e308, level: "info", message: "a" }] }),
  }),
  "a run that began after the last date": itemsOf({
    "kedge-runs.json": indexWith({ startTime: 8.64e15 + 1 }),
  }),
  "an id that leads up": itemsOf({ "kedge-runs.json": indexWith({ runId: "../x" }) }),
};

for (const [what, items] of Object.entries(HOSTILE)) {
  Deno.test(`importRuns() refuses an archive with ${what}, and writes nothing`, async () => {
    await using dir = await tempDir();
    await dir.write({ "in/marker": "" });
    await Deno.writeFile(dir.join("in/runs.tar.gz"), await gzipOf(await tarOf(items)));
    await using store = openEmbeddedStore(dir.join("store"));

    await assert.rejects(
      importRuns(store, dir.join("in/runs.tar.gz")),
      /^(?:TrackingError|StoreError): Cannot/,
    );

    assert.deepEqual(await filesIn(dir), ["in", "in/marker", "in/runs.tar.gz"]);
  });
}

Deno.test("importRuns() refuses an archive that was cut off anywhere, and writes nothing", async () => {
  await using dir = await tempDir();
  await using from = openEmbeddedStore(dir.join("from"));
  await fill(from);
  const whole = await Deno.readFile(await exported(from, dir.join("runs.tar.gz")));
  await using to = openEmbeddedStore(dir.join("to"));

  for (const share of [0.1, 0.5, 0.9, 0.99]) {
    await Deno.writeFile(dir.join("cut.tar.gz"), whole.subarray(0, Math.floor(whole.length * share)));
    await assert.rejects(importRuns(to, dir.join("cut.tar.gz")), { name: "StoreError", kind: "corrupt" });
  }

  await assert.rejects(Deno.stat(dir.join("to")), Deno.errors.NotFound);
});

Deno.test("importRuns() refuses an archive that unpacks to more than a gigabyte, without unpacking all of it", async () => {
  await using dir = await tempDir();
  // 2 GiB of zeros in 2 MB: gzip of a tar whose one file says so.
  const zeros = new Uint8Array(1 << 20);
  let left = 2048;
  const header = (await tarOf([{ path: "zeros", content: "" }])).slice(0, 512);
  const size = (2 * 1024 ** 3).toString(8).padStart(11, "0");
  header.set(new TextEncoder().encode(size), 124);
  header.fill(0x20, 148, 156);
  const sum = header.reduce((a, b) => a + b, 0).toString(8).padStart(6, "0");
  header.set(new TextEncoder().encode(`${sum}\0 `), 148);
  const bomb = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(header),
    pull: (controller) => left-- > 0 ? controller.enqueue(zeros) : controller.close(),
  });
  await Deno.writeFile(dir.join("bomb.tar.gz"), bomb.pipeThrough(new CompressionStream("gzip")));
  await using store = openEmbeddedStore(dir.join("store"));

  await assert.rejects(importRuns(store, dir.join("bomb.tar.gz")), {
    name: "StoreError",
    message: /must hold at most 1073741824 bytes, unpacked/,
  });
  await assert.rejects(Deno.stat(dir.join("store")), Deno.errors.NotFound);
});

function indexWith(changes: Readonly<Record<string, unknown>>): string {
  const empty = {
    params: {},
    tags: {},
    metrics: [],
    nodes: [],
    log: [],
    datasets: [],
    snapshots: {},
    artifacts: [],
  };
  const run = {
    runId: ID,
    runName: "a",
    experiment: "b",
    status: "FINISHED",
    startTime: 1,
    ...empty,
    ...changes,
  };
  return JSON.stringify({ format: "kedge-runs/1", runs: [run] });
}

async function filesIn(dir: TempDir, folder = "."): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(dir.join(folder))) {
    const path = folder === "." ? name : `${folder}/${name}`;
    found.push(path, ...isDirectory ? await filesIn(dir, path) : []);
  }
  return found.sort();
}

Deno.test("importRuns() takes an archive of very many files, and refuses one of more than 100,000", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.join("store"));
  const pack = async (count: number): Promise<string> => {
    const files = Array.from({ length: count }, (_, i) => ({ path: `extra/${i}`, content: "" }));
    const path = dir.join(`${count}.tar.gz`);
    await Deno.writeFile(
      path,
      await gzipOf(await tarOf([...itemsOf({ "kedge-runs.json": GOOD }), ...files])),
    );
    return path;
  };

  assert.deepEqual((await importRuns(store, await pack(10_001))).imported, []);
  await assert.rejects(
    importRuns(store, await pack(100_001)),
    /it must hold at most 100000 files and folders/,
  );
});
