import { checkDatasetUse, storableText } from "../limits.ts";
import type { DatasetUse } from "../dataset_use.ts";
import type { Database } from "./database.ts";
import { requireActiveRun, requireRun } from "./run_rows.ts";

/** Store which data a run read and wrote, in one commit. What is told again is stored once. */
export function writeDatasetUses(database: Database, runId: string, uses: readonly DatasetUse[]): void {
  for (const use of uses) checkDatasetUse(use);
  database.transaction(() => {
    const { run, experiment } = requireActiveRun(database, runId);
    for (const use of uses) writeUse(database, { run, experiment }, use);
  });
}

/** Which data a run read and wrote, in the order in which it was told; or `only` the use of a number. */
export function readDatasetUses(database: Database, runId: string, only?: number): readonly DatasetUse[] {
  const { run } = requireRun(database, runId);
  const rows = database.all<UseRow>(
    "SELECT u.use, u.role, u.node, u.time, d.* FROM dataset_uses AS u JOIN datasets AS d USING (dataset) " +
      "WHERE u.run = ?1 AND (?2 IS NULL OR u.use = ?2) ORDER BY u.use",
    run,
    only ?? null,
  );
  return rows.map((row) => ({
    role: row.role,
    dataset: {
      name: row.name,
      digest: row.digest,
      sourceType: row.source_type,
      source: row.source,
      schema: row.schema ?? undefined,
      profile: row.profile ?? undefined,
    },
    tags: readTags(database, row.use),
    uri: row.uri ?? undefined,
    node: row.node ?? undefined,
    time: row.time,
  }));
}

interface UseRow {
  readonly use: number;
  readonly role: DatasetUse["role"];
  readonly node: string | null;
  readonly time: number;
  readonly name: string;
  readonly digest: string;
  readonly source_type: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
  readonly uri: string | null;
}

function writeUse(
  database: Database,
  { run, experiment }: { readonly run: number; readonly experiment: number },
  { role, dataset, uri, node, time, tags = {} }: DatasetUse,
): void {
  const { name, digest, sourceType, source, schema, profile } = dataset;
  database.run(
    "INSERT INTO datasets (experiment, name, digest, source_type, source, schema, profile, uri) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    experiment,
    name,
    digest,
    sourceType,
    source,
    schema ?? null,
    profile ?? null,
    uri ?? null,
  );
  database.run(
    "INSERT INTO dataset_uses (run, dataset, role, node, time) SELECT ?, dataset, ?, ?, ? FROM datasets " +
      "WHERE experiment = ? AND name = ? AND digest = ? ON CONFLICT DO NOTHING",
    run,
    role,
    node ?? null,
    time,
    experiment,
    name,
    digest,
  );
  for (const [key, value] of Object.entries(tags)) {
    database.run(
      "INSERT INTO dataset_tags SELECT use, ?, ? FROM dataset_uses JOIN datasets USING (dataset) " +
        "WHERE run = ? AND role = ? AND name = ? AND digest = ? ON CONFLICT DO UPDATE SET value = excluded.value",
      key,
      storableText(value),
      run,
      role,
      name,
      digest,
    );
  }
}

function readTags(database: Database, use: number): Readonly<Record<string, string>> {
  const rows = database.all<{ readonly key: string; readonly value: string }>(
    "SELECT key, value FROM dataset_tags WHERE use = ? ORDER BY key",
    use,
  );
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}
