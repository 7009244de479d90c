import assert from "node:assert/strict";
import { SYSTEM_CLOCK } from "../../../lib/core/clock.ts";
import { Connection } from "../../../lib/tracking/embedded/connection.ts";
import type { Database } from "../../../lib/tracking/embedded/database.ts";
import type { Durability } from "../../../lib/tracking/embedded/open_database.ts";
import { tempDir } from "../../support/temp_dir.ts";

// What SQLite answers to PRAGMA synchronous.
const [NORMAL, FULL] = [1, 2];

Deno.test("Connection syncs a commit when it is asked to, and with durability full always", async () => {
  await using dir = await tempDir();
  using normal = connect(dir.join("normal.db"), "normal");
  using full = connect(dir.join("full.db"), "full");

  assert.equal(synchronous(normal.forWriting()), NORMAL);
  assert.equal(normal.synced(synchronous), FULL);
  assert.equal(synchronous(normal.forWriting()), NORMAL);
  assert.equal(synchronous(full.forWriting()), FULL);
  assert.equal(full.synced(synchronous), FULL);
  assert.equal(synchronous(full.forWriting()), FULL);
});

Deno.test("Connection goes back to its durability when synced work fails", async () => {
  await using dir = await tempDir();
  using connection = connect(dir.join("normal.db"), "normal");

  assert.throws(() =>
    connection.synced(() => {
      throw new RangeError("no such run");
    }), /no such run/);

  assert.equal(synchronous(connection.forWriting()), NORMAL);
});

Deno.test("Connection logs ahead, so that readers do not wait for writers", async () => {
  await using dir = await tempDir();
  using connection = connect(dir.join("store.db"), "normal");
  using other = connect(dir.join("store.db"), "normal");

  const row = connection.forWriting().get<{ readonly journal_mode: string }>("PRAGMA journal_mode");
  assert.equal(row?.journal_mode, "wal");
  connection.forWriting().transaction(() => {
    assert.equal(other.forReading().all("SELECT * FROM experiments").length, 1);
  });
});

function connect(path: string, durability: Durability): Connection {
  return new Connection({ path, durability, readOnly: false, busyTimeout: 1000, clock: SYSTEM_CLOCK });
}

function synchronous(database: Database): number | undefined {
  return database.get<{ readonly synchronous: number }>("PRAGMA synchronous")?.synchronous;
}
