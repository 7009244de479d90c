import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { Database } from "../../../lib/tracking/embedded/database.ts";
import { toSqlValue } from "../../../lib/tracking/embedded/metric_value.ts";
import { createTables } from "../../../lib/tracking/embedded/migrate.ts";
import { type SearchedTable, searchTable } from "../../../lib/tracking/embedded/search/search_table.ts";
import {
  EXPERIMENT_TABLE,
  LOGGED_MODEL_TABLE,
  MODEL_VERSION_TABLE,
  REGISTERED_MODEL_TABLE,
} from "../../../lib/tracking/embedded/search/searched_tables.ts";
import type { Field } from "../../../lib/tracking/search/condition.ts";
import { naivelyFind } from "./naive_search.ts";
import {
  givenSearches,
  type GivenThing,
  givenThings,
  writeFilter,
  writeOrder,
} from "./search_arbitraries.ts";

/** A thing as it was made: what its fields hold, and which place it has among things that are equal otherwise. */
interface Thing extends Pick<GivenThing, "tags" | "params" | "metrics"> {
  readonly number: number;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
}

const KINDS = {
  "experiments": { table: EXPERIMENT_TABLE, number: "experiment", make: makeExperiment, before: newer },
  "registered models": {
    table: REGISTERED_MODEL_TABLE,
    number: "registered",
    make: makeRegistered,
    before: byName,
  },
  "versions of models": {
    table: MODEL_VERSION_TABLE,
    number: "version",
    make: makeVersion,
    before: (a: Thing, b: Thing) =>
      Number(b.attributes["last_updated_timestamp"]) - Number(a.attributes["last_updated_timestamp"]) ||
      b.number - a.number,
  },
  "logged models": { table: LOGGED_MODEL_TABLE, number: "model", make: makeLogged, before: newer },
} as const;

for (const [things, { table, number, make, before }] of Object.entries(KINDS)) {
  Deno.test(`searchTable() finds of ${things} in SQL what a plain reading of filter and order finds`, () => {
    fc.assert(
      fc.property(
        givenThings,
        fc.array(givenSearches(table.vocabulary), { minLength: 10, maxLength: 10 }),
        (given, searches) => {
          using database = new Database(":memory:", { readOnly: false, busyTimeout: 0 });
          createTables(database, 0);
          database.exec("DELETE FROM experiments");
          const made = given.map((thing, index) => make(database, thing, index + 1)).sort(before);
          for (const search of searches) {
            const options = { filter: writeFilter(search.conditions), orderBy: writeOrder(search.orders) };
            const found = inPages(database, { table, number }, options);
            const wanted = naivelyFind(made, valueOf, search).map(({ number }) => number);
            assert.deepEqual(found, wanted, JSON.stringify(options));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
}

function inPages(
  database: Database,
  { table, number }: { readonly table: SearchedTable; readonly number: string },
  options: { readonly filter: string; readonly orderBy: readonly string[] },
): readonly number[] {
  const found: number[] = [];
  let pageToken: string | undefined;
  do {
    const page = searchTable<Readonly<Record<string, number>>>(database, table, {
      ...options,
      maxResults: 3,
      pageToken,
    });
    found.push(...page.rows.map((row) => row[number] ?? -1));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return found;
}

function valueOf(
  { attributes, tags, params, metrics }: Thing,
  { kind, key }: Field,
): string | number | undefined {
  switch (kind) {
    case "tag":
      return tags[key];
    case "param":
      return params[key];
    case "metric":
      return metrics[key]?.at(-1);
    default:
      return attributes[key];
  }
}

function newer(a: Thing, b: Thing): number {
  const time = ({ attributes }: Thing) =>
    Number(attributes["creation_time"] ?? attributes["creation_timestamp"]);
  return time(b) - time(a) || b.number - a.number;
}

function byName(a: Thing, b: Thing): number {
  return a.number - b.number;
}

function makeExperiment(database: Database, given: GivenThing, number: number): Thing {
  const { texts: [text = ""], numbers: [created = 0, updated = 0], tags } = given;
  const name = `${text}${number}`;
  database.run(
    "INSERT INTO experiments (experiment, name, creation_time, last_update_time) VALUES (?, ?, ?, ?)",
    number,
    name,
    created,
    updated,
  );
  writeEntries(database, "experiment_tags", [number], tags);
  const attributes = { name, experiment_id: number, creation_time: created, last_update_time: updated };
  return { ...given, number, attributes };
}

function makeRegistered(database: Database, given: GivenThing, number: number): Thing {
  const { texts: [text = ""], numbers: [created = 0, updated = 0], tags } = given;
  // In the order of their numbers.
  const name = `${number}${text}`;
  insertRegistered(database, number, name, created, updated);
  writeEntries(database, "registered_model_tags", [number], tags);
  const attributes = { name, creation_timestamp: created, last_updated_timestamp: updated };
  return { ...given, number, attributes };
}

function makeVersion(database: Database, given: GivenThing, number: number): Thing {
  const { texts: [runId, source = ""], numbers: [created = 0, updated = 0], tags } = given;
  if (number === 1) insertRegistered(database, 1, "net", 0, 0);
  database.run(
    "INSERT INTO model_versions (registered, version, creation_time, last_update_time, source, run_id) VALUES (1, ?, ?, ?, ?, ?)",
    number,
    created,
    updated,
    source,
    runId ?? null,
  );
  writeEntries(database, "model_version_tags", [1, number], tags);
  return {
    ...given,
    number,
    attributes: {
      ...{ name: "net", version_number: number, run_id: runId, source_path: source },
      ...{ creation_timestamp: created, last_updated_timestamp: updated },
    },
  };
}

function makeLogged(database: Database, given: GivenThing, number: number): Thing {
  const { texts: [name = "", type = "", status = "", runId], numbers: [created = 0, updated = 0] } = given;
  const modelId = `m-${number}`;
  database.run(
    "INSERT INTO logged_models (model, model_id, experiment, name, model_type, status, source_run_id, creation_time, " +
      "last_update_time) VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?)",
    number,
    modelId,
    name,
    type,
    status,
    runId ?? null,
    created,
    updated,
  );
  writeEntries(database, "logged_model_tags", [number], given.tags);
  writeEntries(database, "logged_model_params", [number], given.params);
  for (const [key, values] of Object.entries(given.metrics)) {
    values.forEach((value, step) =>
      database.run(
        "INSERT INTO logged_model_metrics (model, key, step, timestamp, value, run_id) VALUES (?, ?, ?, 1, ?, 'r')",
        number,
        key,
        step,
        toSqlValue(value),
      )
    );
  }
  return {
    ...given,
    number,
    attributes: {
      ...{ name, model_id: modelId, model_type: type, status, source_run_id: runId },
      ...{ creation_timestamp: created, last_updated_timestamp: updated },
    },
  };
}

function insertRegistered(database: Database, ...values: readonly [number, string, number, number]): void {
  database.run(
    "INSERT INTO registered_models (registered, name, creation_time, last_update_time) VALUES (?, ?, ?, ?)",
    ...values,
  );
}

function writeEntries(
  database: Database,
  table: string,
  of: readonly number[],
  entries: Readonly<Record<string, string>>,
): void {
  const marks = of.map(() => "?, ").join("");
  for (const [key, value] of Object.entries(entries)) {
    database.run(`INSERT INTO ${table} VALUES (${marks}?, ?)`, ...of, key, value.toWellFormed());
  }
}
