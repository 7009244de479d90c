import type { JsonObject } from "../../core/json.ts";
import type { ModelVersionRow } from "../embedded/models/model_versions.ts";
import { fieldsOf, textOf } from "../mlflow/wire/fields.ts";
import { VERSION_ID_TAG } from "../tag_names.ts";
import { type CopyContext, ensureMade, type Made } from "./copy_context.ts";
import { isRefusal, refusal } from "./failure.ts";
import type { Replica } from "./outbox.ts";
import { remoteModelId } from "./remote_model.ts";
import { remoteRegisteredName } from "./remote_registered.ts";
import { remoteRunId } from "./remote_run.ts";

/** The number there of a version, which is made there when it is not. */
export async function remoteVersion(
  context: CopyContext,
  registered: number,
  version: number,
): Promise<string> {
  const replica = context.outbox.find("version", registered, version);
  const row = replica && findVersion(context, replica);
  if (replica === undefined || row === undefined) {
    throw refusal(`version ${version} is not copied, as neither its run nor its model is`);
  }
  return (await ensureVersion(context, replica, row)).id;
}

/** Make a version there unless it has been made. */
export async function ensureVersion(
  context: CopyContext,
  replica: Replica,
  row: ModelVersionRow,
): Promise<Made> {
  const { server } = context;
  const { remote_id: known, token } = context.outbox.reread(replica) ?? replica;
  if (known !== null) return { id: known };
  await ensureEarlier(context, replica);
  const name = await remoteRegisteredName(context, replica.item);
  const source = await remoteSource(context, row);
  return await ensureMade(context, replica, {
    find: async () => {
      for (const each of context.outbox.tokens(replica)) {
        const { model_versions: versions } = await server.ask("GET", "model-versions/search", {
          filter: `name = '${name.replaceAll("'", "''")}' AND tags.\`${VERSION_ID_TAG}\` = '${each}'`,
          max_results: 1,
        });
        if (Array.isArray(versions) && versions.length > 0) return toMade(versions[0]);
      }
      return undefined;
    },
    make: async () => {
      const { model_version: version } = await server.ask("POST", "model-versions/create", {
        name,
        ...source,
        run_link: row.run_link ?? undefined,
        tags: [{ key: VERSION_ID_TAG, value: token }],
      });
      return toMade(version);
    },
  });
}

// Where nobody else registers versions, they have the same numbers there.
async function ensureEarlier(context: CopyContext, { item, part, target }: Replica): Promise<void> {
  const earlier = context.outbox.database.all<Replica>(
    `SELECT * FROM replicas WHERE kind = 'version' AND item = ? AND part < ? AND target = ? AND remote_id IS NULL
     ORDER BY part DESC LIMIT 1`,
    item,
    part,
    target,
  );
  for (const replica of earlier) {
    const row = findVersion(context, replica);
    try {
      if (row !== undefined) await ensureVersion(context, replica, row);
    } catch (error) {
      // It is told when that one is copied.
      if (!isRefusal(error)) throw error;
    }
  }
}

// What a version is made of has other names there.
async function remoteSource(context: CopyContext, row: ModelVersionRow): Promise<JsonObject> {
  const { database } = context.outbox;
  const runId = row.run_id === null ? undefined : await remoteRunId(context, row.run_id);
  const run: JsonObject = runId === undefined ? {} : { run_id: runId };
  const model = row.model_id === null ? undefined : database.get<{ readonly model: number }>(
    "SELECT model FROM logged_models WHERE model_id = ?",
    row.model_id,
  );
  if (model !== undefined) {
    const id = await remoteModelId(context, model.model);
    return { ...run, source: `models:/${id}`, model_id: id };
  }
  const [, ofRun, path] = /^runs:\/+([^/]+)\/(.+)$/.exec(row.source) ?? [];
  if (ofRun === undefined || path === undefined) return { ...run, source: row.source };
  const source = await remoteRunId(context, ofRun) ?? ofRun;
  return { ...run, source: `runs:/${source}/${path}` };
}

/** The row of a version, or `undefined`. */
export function findVersion({ outbox }: CopyContext, { item, part }: Replica): ModelVersionRow | undefined {
  return outbox.database.get<ModelVersionRow>(
    `SELECT v.*, m.name FROM model_versions AS v JOIN registered_models AS m USING (registered)
     WHERE registered = ? AND version = ?`,
    item,
    part,
  );
}

function toMade(version: unknown): Made {
  return { id: textOf(fieldsOf(version), "version") };
}
