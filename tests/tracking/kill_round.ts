import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { DatabaseSync } from "node:sqlite";
import { type EmbeddedStore, openEmbeddedStore } from "../../lib/tracking/embedded/embedded_store.ts";

const CHILD = fileURLToPath(new URL("children/log_until_killed.ts", import.meta.url));

/** What a killed process had acknowledged: the id of its run, and the highest number of each kind of thing. */
interface Acknowledged {
  readonly runId: string | undefined;
  readonly last: ReadonlyMap<string, number>;
}

/** How a round goes. */
export interface KillRoundOptions {
  /** Folder of the store. */
  readonly directory: string;
  /** Processes that write at once. */
  readonly writers: number;
  /** Says when to kill. */
  readonly random: () => number;
}

/**
 * Let processes write to one store, kill each at a random moment, and check that nothing that they had acknowledged is
 * missing, that the store is whole, and that the runs are found interrupted. Gives the number of things acknowledged.
 */
export async function killRound({ directory, writers, random }: KillRoundOptions): Promise<number> {
  const acknowledged = await Promise.all(
    Array.from({ length: writers }, (_, i) => killOne(directory, { random, mayDieEarly: i > 0 })),
  );

  await using store = openEmbeddedStore(directory);
  store.recoverInterrupted();
  for (const { runId, last } of acknowledged) {
    if (runId !== undefined) await checkRun(store, runId, last);
  }
  assert.deepEqual(store.recoverInterrupted(), []);
  assert.deepEqual((await store.searchRuns({ status: ["RUNNING"] })).items, []);
  checkIntegrity(store.endpoint);
  return acknowledged.flatMap(({ last }) => [...last.values()]).reduce((sum, number) => sum + number + 1, 0);
}

// Some die while they start; the others when so many lines have been read, while they write on.
async function killOne(
  directory: string,
  { random, mayDieEarly }: { readonly random: () => number; readonly mayDieEarly: boolean },
): Promise<Acknowledged> {
  const diesEarly = mayDieEarly && random() < 0.25;
  const lines = diesEarly ? Infinity : Math.floor(random() ** 2 * 400) + (mayDieEarly ? 0 : 10);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", CHILD, directory],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(child.stderr).text();
  const timer = diesEarly ? setTimeout(() => child.kill("SIGKILL"), random() * 300) : undefined;
  let [text, seen, isKilled] = ["", 0, false];
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    seen += chunk.split("\n").length - 1;
    if (seen > lines && !isKilled) {
      child.kill("SIGKILL");
      isKilled = true;
    }
  }
  clearTimeout(timer);
  const { signal } = await child.status;
  assert.equal(signal, "SIGKILL", await errors);
  await errors;
  return parseAcknowledged(text);
}

function parseAcknowledged(text: string): Acknowledged {
  let runId: string | undefined;
  const last = new Map<string, number>();
  // What stands after the last line end was cut short.
  for (const line of text.split("\n").slice(0, -1)) {
    const [kind = "", value = ""] = line.split(" ");
    if (kind === "run") runId = value;
    else last.set(kind, Number(value));
  }
  return { runId, last };
}

async function checkRun(
  store: EmbeddedStore,
  runId: string,
  last: ReadonlyMap<string, number>,
): Promise<void> {
  const run = await store.getRun(runId);
  assert.equal(run?.info.status, "KILLED");
  assert.equal(run.tags["kedge.interrupted"], "true");
  assert.ok((run.info.endTime ?? 0) >= run.info.startTime);
  const upTo = (kind: string, every: number) =>
    Array.from({ length: Math.floor((last.get(kind) ?? -every) / every) + 1 }, (_, i) => i * every);

  const points = new Map(
    (await store.getMetricHistory(runId, "loss")).map(({ step, value }) => [step, value]),
  );
  for (const i of upTo("metric", 1)) assert.equal(points.get(i), i / 7, `metric ${i}`);
  for (const i of upTo("param", 5)) assert.equal(run.params[`param ${i}`], String(i));
  assert.ok(Number(run.tags["progress"] ?? -1) >= (last.get("tag") ?? -1), "tag");
  const accuracy = new Set((await store.getMetricHistory(runId, "accuracy")).map(({ value }) => value));
  const f1 = new Set((await store.getMetricHistory(runId, "f1")).map(({ value }) => value));
  for (const i of upTo("batch", 11)) assert.ok(accuracy.has(i) && f1.has(-i), `batch ${i}`);
  assert.equal(accuracy.size, f1.size, "a batch is torn");
  const uses = new Map((await store.getDatasetUses(runId)).map(({ dataset, tags }) => [dataset.name, tags]));
  for (const i of upTo("dataset", 13)) assert.deepEqual(uses.get(`data ${i}`), { n: `${i}` }, `dataset ${i}`);
  const snapshots = await store.getSnapshots(runId);
  for (const i of upTo("snapshot", 17)) assert.equal(snapshots[`text ${i}`], `text ${i}`, `snapshot ${i}`);
  if (last.has("param")) {
    // It is in the value index.
    const filter = `params.\`param 0\` = '0' AND tags.kedge.interrupted = 'true' AND run_id = '${runId}'`;
    assert.equal((await store.searchRuns({ filter })).items.length, 1);
  }
  for (const i of upTo("artifact", 50)) {
    const stream = await store.readArtifact(runId, `artifacts/${i}.txt`);
    assert.equal(await new Response(stream).text(), `artifact ${i}`);
  }
}

function checkIntegrity(path: string): void {
  const database = new DatabaseSync(path);
  const [row] = database.prepare("PRAGMA integrity_check").all();
  database.close();
  assert.equal(row?.["integrity_check"], "ok");
}
