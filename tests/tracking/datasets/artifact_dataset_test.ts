import assert from "node:assert/strict";
import type { Partitions } from "../../../lib/datasets/partitions/partitioned_dataset.ts";
import { hasVersions } from "../../../lib/datasets/versioned_dataset.ts";
import { trackedFolder, untracked } from "../../support/tracked_catalog.ts";

const TYPE = "MlflowArtifactDataset";
const JSON_FILE = { type: "json", filepath: "data/rep.json" };

Deno.test("outside of a run nothing is saved, not even the local file", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ rep: { type: TYPE, dataset: JSON_FILE } });

  await assert.rejects(catalog.save("rep", 1), /dataset "rep": there is no run in progress/);

  await assert.rejects(Deno.stat(folder.dir.join("data")), Deno.errors.NotFound);
});

for (
  const [artifactPath, path] of [
    [undefined, "rep.json"],
    [null, "rep.json"],
    ["reports", "reports/rep.json"],
    ["a/b/", "a/b/rep.json"],
  ] as const
) {
  Deno.test(`with artifact_path ${artifactPath} a file is stored beside its artifact ${path}`, async () => {
    await using folder = await trackedFolder();
    const fields = artifactPath === undefined ? {} : { artifact_path: artifactPath };
    const catalog = folder.catalog({ rep: { type: TYPE, dataset: JSON_FILE, ...fields } });

    let loaded: unknown;
    const run = await folder.inRun("first", async () => {
      await catalog.save("rep", { a: 1 });
      loaded = await catalog.load("rep");
    });

    assert.deepEqual(loaded, { a: 1 });
    const text = await Deno.readTextFile(folder.dir.join("data", "rep.json"));
    assert.deepEqual(await folder.artifacts(run.id), { [path]: text });
  });
}

Deno.test("an artifact goes to the run that run_id names, and the one in progress stays without", async () => {
  await using folder = await trackedFolder();
  const seed = await folder.inRun("seed", () => Promise.resolve());
  const catalog = folder.catalog({ rep: { type: TYPE, run_id: seed.id, dataset: JSON_FILE } });

  const run = await folder.inRun("second", () => catalog.save("rep", [1]));
  await catalog.save("rep", [2]);

  assert.deepEqual(Object.keys(await folder.artifacts(run.id)), []);
  assert.deepEqual(JSON.parse((await folder.artifacts(seed.id))["rep.json"] ?? ""), [2]);
});

Deno.test("a versioned file is one artifact under its own name", async () => {
  await using folder = await trackedFolder();
  const dataset = { ...JSON_FILE, versioned: true };
  const catalog = folder.catalog({ rep: { type: TYPE, dataset } });

  let loaded: unknown;
  const run = await folder.inRun("first", async () => {
    await catalog.save("rep", { a: 1 });
    loaded = await catalog.load("rep");
  });

  assert.deepEqual(loaded, { a: 1 });
  assert.deepEqual(Object.keys(await folder.artifacts(run.id)), ["rep.json"]);
  const stored = folder.catalog({ rep: { type: TYPE, run_id: run.id, dataset } });
  assert.deepEqual(await stored.load("rep"), { a: 1 });
});

Deno.test("without run_id the local file is loaded, with it that of the run replaces the local one, as often as one likes", async () => {
  await using folder = await trackedFolder();
  const entry = { type: TYPE, artifact_path: "folder/sub", dataset: JSON_FILE };
  const catalog = folder.catalog({ rep: entry });
  const first = await folder.inRun("first", () => catalog.save("rep", 1));
  await folder.inRun("second", () => catalog.save("rep", 2));

  assert.equal(await catalog.load("rep"), 2);
  const pinned = folder.catalog({ rep: { ...entry, run_id: first.id } });
  assert.equal(await pinned.load("rep"), 1);
  await Deno.remove(folder.dir.join("data"), { recursive: true });
  assert.equal(await pinned.load("rep"), 1);
  assert.equal(await pinned.load("rep"), 1);
  assert.equal(await catalog.load("rep"), 1);
});

Deno.test("load.run_id reads from an old run, and what is saved goes to the one in progress", async () => {
  await using folder = await trackedFolder();
  const entry = { type: TYPE, dataset: JSON_FILE };
  const seed = await folder.inRun("seed", () => folder.catalog({ rep: entry }).save("rep", "old"));
  const catalog = folder.catalog({ rep: { ...entry, load: { run_id: "seed" } } });

  let loaded: unknown;
  const run = await folder.inRun("second", async () => {
    loaded = await catalog.load("rep");
    await catalog.save("rep", "new");
  });

  assert.equal(loaded, "old");
  assert.match((await folder.artifacts(seed.id))["rep.json"] ?? "", /old/);
  assert.match((await folder.artifacts(run.id))["rep.json"] ?? "", /new/);
});

const PARTS = {
  type: "partitions.PartitionedDataset",
  path: "data/parts",
  dataset: "json",
  filename_suffix: ".json",
};

for (const artifactPath of [undefined, "partitioned"]) {
  Deno.test(`a folder with artifact_path ${artifactPath} is logged file by file and read back from its run`, async () => {
    await using folder = await trackedFolder();
    const fields = artifactPath === undefined ? {} : { artifact_path: artifactPath };
    const entry = { type: TYPE, dataset: PARTS, ...fields };
    await folder.dir.write({ "data/parts/left_over.json": "0" });

    const run = await folder.inRun(
      "first",
      () => folder.catalog({ parts: entry }).save("parts", { one: 1, "deep/two": 2 }),
    );
    await Deno.remove(folder.dir.join("data"), { recursive: true });

    const above = artifactPath === undefined ? "" : `${artifactPath}/`;
    assert.deepEqual(Object.keys(await folder.artifacts(run.id)), [
      `${above}parts/deep/two.json`,
      `${above}parts/one.json`,
    ]);
    const stored = folder.catalog({ parts: { ...entry, run_id: run.id } });
    const parts = await stored.load("parts") as Partitions;
    assert.deepEqual(Object.keys(parts), ["deep/two", "one"]);
    assert.equal(await parts["one"]?.(), 1);
    await assert.rejects(Deno.stat(folder.dir.join("data")), Deno.errors.NotFound);
  });
}

Deno.test("an artifact that is log_only is among the artifacts alone, and is loaded from there", async () => {
  await using folder = await trackedFolder();
  const entry = { type: TYPE, log_only: true, dataset: JSON_FILE };
  const catalog = folder.catalog({
    rep: entry,
    parts: { type: TYPE, log_only: true, artifact_path: "p", dataset: PARTS },
  });

  let loaded: unknown;
  const run = await folder.inRun("first", async () => {
    assert.equal(await catalog.exists("rep"), false);
    await catalog.save("rep", { a: 1 });
    await catalog.save("parts", { one: 1 });
    assert.equal(await catalog.exists("rep"), true);
    loaded = await catalog.load("rep");
  });

  assert.deepEqual(loaded, { a: 1 });
  assert.deepEqual(Object.keys(await folder.artifacts(run.id)), ["p/parts/one.json", "rep.json"]);
  await assert.rejects(Deno.stat(folder.dir.join("data")), Deno.errors.NotFound);
  assert.deepEqual(await folder.catalog({ rep: { ...entry, run_id: run.id } }).load("rep"), { a: 1 });
});

Deno.test("in an untracked run the local file is saved and nothing is logged", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({
    rep: { type: TYPE, dataset: JSON_FILE },
    only: { type: TYPE, log_only: true, dataset: { type: "text", filepath: "data/only.txt" } },
  });

  await untracked(async () => {
    await catalog.save("rep", { a: 1 });
    await catalog.save("only", "kept in memory");
    assert.deepEqual(await catalog.load("rep"), { a: 1 });
    assert.equal(await catalog.load("only"), "kept in memory");
  });

  assert.deepEqual((await folder.store.searchRuns()).items, []);
  assert.deepEqual((await Array.fromAsync(Deno.readDir(folder.dir.join("data")))).map(({ name }) => name), [
    "rep.json",
  ]);
});

Deno.test("an artifact or a run that is not there is told in one sentence", async () => {
  await using folder = await trackedFolder();
  const seed = await folder.inRun("seed", () => Promise.resolve());
  const catalog = folder.catalog({
    rep: { type: TYPE, run_id: "seed", artifact_path: "a", dataset: JSON_FILE },
    only: { type: TYPE, run_id: "seed", log_only: true, dataset: JSON_FILE },
    run: { type: TYPE, run_id: "f".repeat(32), dataset: JSON_FILE },
  });

  const label = `run "seed" \\(${seed.id}\\)`;
  await assert.rejects(
    catalog.load("rep"),
    new RegExp(`^DatasetError: Cannot load dataset "rep": ${label} has no artifact "a/rep.json"$`),
  );
  await assert.rejects(catalog.load("only"), new RegExp(`${label} has no such file`));
  await assert.rejects(catalog.load("run"), /dataset "run": cannot find run "f{32}"/);
  assert.equal(await catalog.exists("rep"), false);
});

Deno.test("a value that the inner dataset refuses leaves no artifact", async () => {
  await using folder = await trackedFolder();
  const catalog = folder.catalog({ rep: { type: TYPE, dataset: JSON_FILE } });

  const run = await folder.inRun("first", () => assert.rejects(catalog.save("rep", () => 1)));

  assert.deepEqual(await folder.artifacts(run.id), {});
});

Deno.test("a cached dataset inside keeps its copy until the artifact of a run is brought", async () => {
  await using folder = await trackedFolder();
  const entry = { type: TYPE, dataset: { type: "cached", dataset: JSON_FILE } };
  const catalog = folder.catalog({ rep: entry });

  const run = await folder.inRun("first", () => catalog.save("rep", 1));

  assert.deepEqual(Object.keys(await folder.artifacts(run.id)), ["rep.json"]);
  assert.equal(await folder.catalog({ rep: { ...entry, run_id: run.id } }).load("rep"), 1);
});

Deno.test("an artifact dataset tells what stands in its way, which versions there are, and its beginning", async () => {
  await using folder = await trackedFolder();
  const versioned = { type: "json", filepath: "data/versions.json", versioned: true };
  const catalog = folder.catalog({
    rep: { type: TYPE, dataset: JSON_FILE },
    versions: { type: TYPE, dataset: versioned },
    table: { type: TYPE, dataset: { type: "csv", filepath: "data/t.csv" } },
  });
  await Deno.mkdir(folder.dir.join("data", "rep.json"), { recursive: true });
  await Deno.writeTextFile(folder.dir.join("data", "t.csv"), "a\n1\n2\n");
  await folder.inRun("first", () => catalog.save("versions", 1));

  const versions = catalog.get("versions");
  assert.ok(versions !== undefined && hasVersions(versions));
  assert.deepEqual(await versions.listVersions(), ["2026-01-02T03.04.05.678Z"]);
  assert.match(String(await catalog.get("rep")?.obstacle?.()), /there is a folder/);
  const table = await catalog.get("table")?.preview?.({ limit: 1 });
  assert.deepEqual(table, { kind: "table", columns: ["a"], rows: [[1]], isWhole: false });
});

Deno.test("a folder that is log_only is looked for once, however many files are read from it", async () => {
  await using folder = await trackedFolder();
  const dataset = { type: "partitioned", path: "data/parts", dataset: "json" };
  const catalog = folder.catalog({ parts: { type: TYPE, log_only: true, dataset } });
  const ids = Array.from({ length: 30 }, (_, i) => `part${i}`);
  let lists = 0;
  const { listArtifacts } = folder.store;
  folder.store.listArtifacts = (...args) => {
    lists++;
    return listArtifacts.apply(folder.store, args);
  };

  const values: unknown[] = [];
  await folder.inRun("first", async () => {
    await catalog.save("parts", Object.fromEntries(ids.map((id, i) => [id, i])));
    lists = 0;
    const parts = await catalog.load("parts") as Partitions;
    for (const id of ids) values.push(await parts[id]?.());
  });

  assert.deepEqual(values, ids.map((_, i) => i));
  assert.ok(lists < 10, `${lists}`);
});
