import assert from "node:assert/strict";
import { SYSTEM_CLOCK } from "../../../lib/core/clock.ts";
import { memoryStore } from "../../../lib/stores/memory_store.ts";
import { ArtifactPlaces } from "../../../lib/tracking/embedded/artifact_places.ts";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { openDatabase } from "../../../lib/tracking/embedded/open_database.ts";
import type { RunRow } from "../../../lib/tracking/embedded/run_rows.ts";
import { copyEntries } from "../../../lib/tracking/replication/copy_entries.ts";
import { ensureTarget, followRun } from "../../../lib/tracking/replication/follow.ts";
import { Outbox } from "../../../lib/tracking/replication/outbox.ts";
import type { Server } from "../../../lib/tracking/replication/server.ts";
import { Troubles } from "../../../lib/tracking/replication/troubles.ts";
import { tempDir } from "../../support/temp_dir.ts";

const MOST_HELD = 2000;

Deno.test("copyEntries() holds 2,000 points at most, and a request of 1,000, however many wait", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const { info: { runId } } = await store.createRun({ experimentId: "0" });
  const count = 30_000;
  store.write(runId, {
    metrics: Array.from({ length: count }, (_, i) => ({
      key: `loss ${i % 3}`,
      step: i,
      timestamp: 1,
      value: i / 7,
    })),
  });
  using database = openDatabase(store.endpoint, { durability: "normal", busyTimeout: 1000, now: 0 });
  const outbox = new Outbox(database, ensureTarget(database, "http://mlflow.example"));
  followRun(database, outbox.target, runId);
  const replica = outbox.find("run", 1);
  const row = database.get<RunRow>("SELECT * FROM runs WHERE run_id = ?", runId);
  assert.ok(replica !== undefined && row !== undefined);
  let read = 0;
  const lists = database.lists.bind(database);
  database.lists = <Row extends readonly (string | number | null)[]>(
    sql: string,
    ...values: readonly (string | number | null)[]
  ) => {
    const rows = lists<Row>(sql, ...values);
    // The newest point alone is looked up too.
    if (/FROM (late_)?points\b[^]*LIMIT \?/.test(sql)) read += rows.length;
    return rows;
  };
  let [sent, mostHeld] = [0, 0];
  const server: Server = {
    endpoint: "http://mlflow.example",
    ask(_method, _path, body) {
      assert.ok(body instanceof Uint8Array);
      const { metrics } = JSON.parse(new TextDecoder().decode(body));
      assert.ok(metrics.length <= 1000);
      mostHeld = Math.max(mostHeld, read - sent);
      sent += metrics.length;
      return Promise.resolve({});
    },
    upload: () => Promise.reject(new Error("no file is sent")),
  };

  for (let round = 0; round < 3; round++) {
    await copyEntries({
      outbox,
      server,
      places: new ArtifactPlaces(memoryStore(), () => null),
      clock: SYSTEM_CLOCK,
      troubles: new Troubles(),
    }, { replica, row, id: "a", uri: "" });
  }

  assert.equal(sent, count);
  assert.ok(mostHeld <= MOST_HELD, `${mostHeld} points were held`);
});
