import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type EmbeddedStore, openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { logMetric } from "../../../lib/tracking/logging/log_entries.ts";
import { logModel } from "../../../lib/tracking/logging/log_model.ts";
import { logText } from "../../../lib/tracking/logging/log_text.ts";
import { withRun } from "../../../lib/tracking/logging/with_run.ts";
import { importRuns } from "../../../lib/tracking/transfer_runs.ts";
import { chooseSeed, seededRandom } from "../../support/random.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { walkFiles } from "../../support/walk_files.ts";
import { modelsOf, runsOf } from "./_everything.ts";
import { exported } from "./_filled_store.ts";

const CHILD = fileURLToPath(new URL("../children/import_until_killed.ts", import.meta.url));

/** Kill so many imports, and say how far they had come. */
export async function importKills(rounds: number): Promise<void> {
  await using dir = await tempDir();
  await fillForLong(dir.join("from"));
  await withRun({ directory: dir.join("other"), name: "other" }, () => {});
  await using source = openEmbeddedStore(dir.join("from"));
  await using others = openEmbeddedStore(dir.join("other"));
  const archive = await exported(source, dir.join("runs.tar.gz"));
  const other = await exported(others, dir.join("other.tar.gz"));
  const seed = chooseSeed();
  const random = seededRandom(seed);
  const duration = await runImport(dir.join("whole"), archive);
  const runs: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const directory = dir.join(`round${round}`);
      runs.push(await importKillRound({ directory, archive, other, source, random, duration }));
    }
  } catch (error) {
    throw new Error(`With KEDGE_SOAK_SEED=${seed}`, { cause: error });
  }
  console.log(`killed with ${runs.join(", ")} of 6 runs there, seed ${seed}`);
}

// Runs and models that take a while to import.
async function fillForLong(directory: string): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await withRun({ directory, name: `run ${i}` }, async () => {
      for (let step = 0; step < 500; step++) logMetric("loss", 1 / (step + i + 1), { step });
      for (let j = 0; j < 5; j++) await logText("x".repeat(20_000 + j), `texts/${j}.txt`);
      if (i % 2 === 0) await logModel({ i }, { name: `model${i}`, registeredModelName: "models" });
    });
  }
  await using store = openEmbeddedStore(directory);
  await store.setModelAlias("models", "best", "2");
}

interface KillRoundOptions {
  /** Folder of the store that is imported into. */
  readonly directory: string;
  /** The archive that is imported when the process is killed. */
  readonly archive: string;
  /** Another archive. */
  readonly other: string;
  /** The store that the archive was made from. */
  readonly source: EmbeddedStore;
  /** Numbers to choose by. */
  readonly random: () => number;
  /** Milliseconds that a whole import takes. */
  readonly duration: number;
}

/**
 * Kill an import at a random moment, then import again: the same archive, or another one first. In the end everything is there
 * once, and nothing else. Gives how many runs were there when the process died.
 */
async function importKillRound(options: KillRoundOptions): Promise<number> {
  const { directory, archive, other, source, random, duration } = options;
  await runImport(directory, archive, random() * duration);

  await using store = openEmbeddedStore(directory);
  const { items: left } = await store.searchRuns();
  if (random() < 0.5) {
    const { notes } = await importRuns(store, other);
    const half = left.filter(({ tags }) => tags["kedge.importing"] !== undefined);
    assert.equal(notes.filter((note) => note.includes("its import was interrupted")).length, half.length);
    const { items } = await store.searchRuns();
    assert.ok(items.every(({ tags }) => tags["kedge.importing"] === undefined));
    const files = await walkFiles(directory);
    for (const { info } of half) {
      assert.deepEqual(files.filter((file) => file.includes(info.runId)), []);
    }
    for (const { info } of items) {
      if (info.runName === "other") await store.deleteRun(info.runId);
    }
    await store.purge();
  }
  await importRuns(store, archive);

  assert.deepEqual(await runsOf(store), await runsOf(source));
  assert.deepEqual(await modelsOf(store), await modelsOf(source));
  assert.deepEqual((await importRuns(store, archive)).notes, []);
  return left.length;
}

// Gives the milliseconds that it took, from when it was ready.
async function runImport(directory: string, archive: string, killAfter?: number): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", CHILD, directory, archive],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let began = 0;
  for await (const _ready of child.stdout) {
    began = performance.now();
    if (killAfter !== undefined) timer ??= setTimeout(() => kill(child), killAfter);
  }
  await child.status;
  clearTimeout(timer);
  assert.ok(began > 0);
  return performance.now() - began;
}

// It may have come to its end.
function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
