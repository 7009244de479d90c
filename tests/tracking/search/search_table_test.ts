import assert from "node:assert/strict";
import { Database } from "../../../lib/tracking/embedded/database.ts";
import { createTables } from "../../../lib/tracking/embedded/migrate.ts";
import { searchTable } from "../../../lib/tracking/embedded/search/search_table.ts";
import {
  LOGGED_MODEL_TABLE,
  MODEL_VERSION_TABLE,
  REGISTERED_MODEL_TABLE,
} from "../../../lib/tracking/embedded/search/searched_tables.ts";

Deno.test("searchTable() finds registered models by name and tags", () => {
  using database = models();
  const names = (filter: string, orderBy: readonly string[] = []) =>
    searchTable<{ readonly name: string }>(database, REGISTERED_MODEL_TABLE, { filter, orderBy })
      .rows.map(({ name }) => name);

  assert.deepEqual(names(""), ["forest", "net"]);
  assert.deepEqual(names("name ILIKE 'NE%'"), ["net"]);
  assert.deepEqual(names("tags.task = 'class'"), ["forest"]);
  assert.deepEqual(names("tags.task IS NULL"), ["net"]);
  assert.deepEqual(names("", ["last_updated_timestamp DESC"]), ["net", "forest"]);
  assert.deepEqual(names("", ["timestamp ASC"]), ["forest", "net"]);
});

Deno.test("searchTable() finds versions of models by model, number, run, source and tags", () => {
  using database = models();
  const versions = (filter: string, orderBy: readonly string[] = []) =>
    searchTable<{ readonly name: string; readonly version: number }>(database, MODEL_VERSION_TABLE, {
      filter,
      orderBy,
    })
      .rows.map(({ name, version }) => `${name}/${version}`);

  assert.deepEqual(versions("name = 'forest'"), ["forest/2", "forest/1"]);
  assert.deepEqual(versions("name = 'forest'", ["version_number ASC"]), ["forest/1", "forest/2"]);
  assert.deepEqual(versions("version_number > 1"), ["forest/2"]);
  assert.deepEqual(versions("run_id IN ('r1', 'r9')"), ["forest/1"]);
  assert.deepEqual(versions("source_path LIKE 'models:/m-2%'"), ["forest/2"]);
  assert.deepEqual(versions("tags.stage = 'best'"), ["forest/2"]);
});

Deno.test("searchTable() finds logged models by their attributes, and the newest value of a metric", () => {
  using database = models();
  const ids = (filter: string, orderBy: readonly string[] = []) =>
    searchTable<{ readonly model_id: string }>(database, LOGGED_MODEL_TABLE, { filter, orderBy })
      .rows.map(({ model_id }) => model_id);

  assert.deepEqual(ids("attributes.name = 'forest'"), ["m-2", "m-1"]);
  assert.deepEqual(ids("metrics.acc > 0.9"), ["m-2"]);
  assert.deepEqual(ids("", ["metrics.acc DESC"]), ["m-2", "m-1"]);
  assert.deepEqual(ids("status = 'READY' AND params.trees = '10'"), ["m-1"]);
});

function models(): Database {
  const database = new Database(":memory:", { readOnly: false, busyTimeout: 0 });
  createTables(database, 1);
  database.exec(`
    INSERT INTO registered_models (registered, name, creation_time, last_update_time) VALUES (1, 'net', 1, 9), (2, 'forest', 2, 3);
    INSERT INTO registered_model_tags VALUES (2, 'task', 'class');
    INSERT INTO model_versions (registered, version, creation_time, last_update_time, source, run_id)
      VALUES (2, 1, 1, 1, 'models:/m-1', 'r1'), (2, 2, 2, 2, 'models:/m-2', 'r2'), (1, 1, 0, 0, 'runs:/r3/net', NULL);
    INSERT INTO model_version_tags VALUES (2, 2, 'stage', 'best');
    INSERT INTO logged_models (model, model_id, experiment, name, status, creation_time, last_update_time)
      VALUES (1, 'm-1', 0, 'forest', 'READY', 1, 1), (2, 'm-2', 0, 'forest', 'PENDING', 2, 2);
    INSERT INTO logged_model_params VALUES (1, 'trees', '10');
    INSERT INTO logged_model_metrics (model, key, step, timestamp, value, run_id)
      VALUES (1, 'acc', 0, 1, 0.99, 'r1'), (1, 'acc', 1, 2, 0.5, 'r1'), (2, 'acc', 0, 1, 0.95, 'r2');
  `);
  return database;
}
