import assert from "node:assert/strict";
import { type RunHandle, runInScope } from "../../lib/core/run_context.ts";
import { JSON_FILE } from "../../lib/datasets/json.ts";
import type { VersionedDataset } from "../../lib/datasets/versioned_dataset.ts";
import { localStore } from "../../lib/stores/local_store.ts";
import type { Store } from "../../lib/stores/store.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

const OLD = "2024-01-01T00.00.00.000Z";
const NEW = "2025-01-01T00.00.00.000Z";
const SAVE = "2026-01-02T03.04.05.678Z";

function open(dir: TempDir, loadVersion?: string, store: Store = localStore(dir.path)): VersionedDataset {
  const options = { filepath: "data/z.v1.json", versioned: true };
  const context = {
    resolve: () => ({ store, key: "data/z.v1.json" }),
    name: "z",
    create: () => assert.fail("It has no inner dataset"),
    saveVersion: SAVE,
    loadVersion,
  };
  // What `versioned: true` gives.
  return JSON_FILE.create(options, context) as VersionedDataset;
}

async function withVersions(dir: TempDir, ...versions: readonly string[]): Promise<void> {
  for (const version of versions) {
    await dir.write({ [`data/z.v1.json/${version}/z.v1.json`]: JSON.stringify(version) });
  }
}

Deno.test("a versioned dataset loads the newest version, the last in order of names", async () => {
  await using dir = await tempDir();
  await withVersions(dir, NEW, OLD, "Zulu");

  assert.equal(await open(dir).load(), "Zulu");
  assert.deepEqual(await open(dir).listVersions(), ["Zulu", NEW, OLD]);
  assert.equal(await open(dir).loadPath(), "data/z.v1.json/Zulu/z.v1.json");
});

Deno.test("a versioned dataset loads the version that is pinned or asked for", async () => {
  await using dir = await tempDir();
  await withVersions(dir, OLD, NEW);

  assert.equal(await open(dir, OLD).load(), OLD);
  assert.equal(await open(dir, OLD).load({ version: NEW }), NEW);
  assert.equal(await open(dir, OLD).exists(), true);
  assert.deepEqual(open(dir, OLD).describe(), {
    type: "json",
    filepath: "data/z.v1.json",
    versioned: true,
    version: OLD,
  });
});

Deno.test("a versioned dataset names the version that is not there", async () => {
  await using dir = await tempDir();
  await withVersions(dir, OLD);

  assert.equal(await open(dir, NEW).exists(), false);
  await assert.rejects(open(dir, NEW).load(), {
    name: "StoreError",
    message: new RegExp(`${NEW}.*does not exist`),
  });
});

Deno.test("a versioned dataset without versions has nothing to load", async () => {
  await using dir = await tempDir();

  assert.equal(await open(dir).exists(), false);
  assert.deepEqual(await open(dir).listVersions(), []);
  await assert.rejects(open(dir).load(), { message: '"data/z.v1.json" has no versions' });
  await assert.rejects(open(dir).loadPath(), { message: '"data/z.v1.json" has no versions' });
});

Deno.test("a versioned dataset saves beside what is there", async () => {
  await using dir = await tempDir();
  await withVersions(dir, OLD);
  const dataset = open(dir);

  await dataset.save({ a: 1 });

  assert.equal(dataset.savePath(), `data/z.v1.json/${SAVE}/z.v1.json`);
  assert.deepEqual(await dataset.load(), { a: 1 });
  assert.deepEqual(await dataset.listVersions(), [SAVE, OLD]);
});

Deno.test("a versioned dataset never saves over a version", async () => {
  await using dir = await tempDir();
  await withVersions(dir, SAVE);

  await assert.rejects(open(dir).save(2), { name: "StoreError", kind: "conflict", message: /z\.v1\.json/ });

  assert.equal(await open(dir).load(), SAVE);
});

Deno.test("a versioned dataset does not touch a plain file in its place, and says what to do", async () => {
  await using dir = await tempDir();
  await dir.write({ "data/z.v1.json": "1" });

  assert.equal(await open(dir).exists(), false);
  await assert.rejects(open(dir).save(2), {
    message: '"data/z.v1.json" is a file and not a folder of versions: remove it, or make it one as ' +
      '"data/z.v1.json/2026-01-01T00.00.00.000Z/z.v1.json"',
  });
  assert.equal(await Deno.readTextFile(dir.join("data/z.v1.json")), "1");
});

for (const version of ["", ".", "..", "../x", "a/b", "a\\b", "a\0b"]) {
  Deno.test(`a versioned dataset refuses ${JSON.stringify(version)} for a version`, async () => {
    await using dir = await tempDir();
    await withVersions(dir, OLD);
    const refusal = {
      name: "RangeError",
      message: `A version is the name of one folder: found "${version}"`,
    };

    await assert.rejects(open(dir).load({ version }), refusal);
    await assert.rejects(open(dir, version).load(), refusal);
  });
}

Deno.test("a versioned dataset keeps to the newest version it has seen until it is released or saved", async () => {
  await using dir = await tempDir();
  await withVersions(dir, OLD);
  const dataset = open(dir);
  assert.equal(await dataset.load(), OLD);

  await withVersions(dir, NEW);
  assert.equal(await dataset.load(), OLD);
  dataset.release?.();
  assert.equal(await dataset.load(), NEW);
  await dataset.save("saved");
  assert.equal(await dataset.load(), "saved");
});

Deno.test("a versioned dataset takes folders without its file, and files beside them, for no versions", async () => {
  await using dir = await tempDir();
  await dir.write({
    "data/z.v1.json/zzz/other.json": "1",
    "data/z.v1.json/zzz/deeper/z.v1.json": "1",
    "data/z.v1.json/yyy/z.v1.json/deeper": "1",
    "data/z.v1.json/zzzz": "1",
  });

  assert.deepEqual(await open(dir).listVersions(), []);
});

Deno.test("a versioned dataset that is saved while another version is pinned warns in the log of the run", async () => {
  await using dir = await tempDir();
  await withVersions(dir, OLD);
  const lines: unknown[] = [];
  const run = { log: (...line: unknown[]) => void lines.push(line) } as unknown as RunHandle;

  await runInScope({ run, node: "train", signal: undefined }, async () => {
    await open(dir, OLD).save(1);
    await open(dir, SAVE).load();
  });

  assert.deepEqual(lines, [[
    "warn",
    `"data/z.v1.json" was saved, and loads go on to read version ${OLD}, as it was asked for`,
    "train",
  ]]);
});
