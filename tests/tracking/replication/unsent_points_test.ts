import assert from "node:assert/strict";
import { openDatabase } from "../../../lib/tracking/embedded/open_database.ts";
import { type EmbeddedStore, openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { ensureTarget, followRun } from "../../../lib/tracking/replication/follow.ts";
import { Outbox } from "../../../lib/tracking/replication/outbox.ts";
import {
  readUnsentPoints,
  settleMetrics,
  settlePoints,
  type UnsentPoints,
} from "../../../lib/tracking/replication/unsent_points.ts";
import { chooseSeed, seededRandom } from "../../support/random.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("points logged in any order, before, between and after those that were sent, are all sent, and none is forgotten", async () => {
  const seed = chooseSeed();
  const random = seededRandom(seed);
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const { info: { runId } } = await store.createRun({ experimentId: "0" });
  using outbox = await openOutbox(store, runId);
  const logged = new Set<string>();
  const sent = new Set<string>();

  for (let i = 0; i < 400; i++) {
    const key = `metric ${Math.floor(random() * 3)}`;
    const step = Math.floor(random() * 200) - 20;
    const value = random() < 0.1 ? NaN : Math.floor(random() * 5);
    const timestamp = Math.floor(random() * 3);
    store.write(runId, { metrics: [{ key, value, step, timestamp }] });
    logged.add(`${key} ${step} ${timestamp} ${value}`);
    if (random() < 0.2) copySome(outbox, { room: 1 + Math.floor(random() * 20), random, sent });
  }
  store.finishRun(runId, { status: "FINISHED", endTime: Date.now() });
  while (copySome(outbox, { room: 50, random: () => 0, sent }) > 0);

  assert.deepEqual([...sent].sort(), [...logged].sort(), `with KEDGE_SOAK_SEED=${seed}`);
  settleMetrics(outbox, replicaOf(outbox));
  assert.deepEqual(outbox.changes(replicaOf(outbox), "metric"), []);
  store.write(runId, { metrics: [{ key: "metric 0", value: 9, step: -99, timestamp: 0 }] });
  assert.equal(outbox.changes(replicaOf(outbox), "metric").length, 1);
  assert.equal(copySome(outbox, { room: 50, random: () => 0, sent }), 1);
});

// What was read may never arrive, and is then read again.
function copySome(
  outbox: Outbox,
  { room, random, sent }: {
    readonly room: number;
    readonly random: () => number;
    readonly sent: Set<string>;
  },
): number {
  const unsent = readUnsentPoints(outbox, replicaOf(outbox), room);
  if (random() > 0.7) return unsent.length;
  outbox.database.transaction(() => {
    for (const points of unsent) settlePoints(outbox, points);
  });
  for (const points of unsent) note(points, sent);
  return unsent.length;
}

function note({ key, points }: UnsentPoints, sent: Set<string>): void {
  for (const [step, timestamp, value] of points) sent.add(`${key} ${step} ${timestamp} ${value}`);
}

function replicaOf(outbox: Outbox) {
  const replica = outbox.find("run", 1);
  assert.ok(replica !== undefined);
  return replica;
}

async function openOutbox(store: EmbeddedStore, runId: string): Promise<Outbox & Disposable> {
  await store.searchRuns();
  const database = openDatabase(store.endpoint, { durability: "normal", busyTimeout: 1000, now: 0 });
  const target = ensureTarget(database, "http://mlflow.example");
  followRun(database, target, runId);
  return Object.assign(new Outbox(database, target), { [Symbol.dispose]: () => database[Symbol.dispose]() });
}
