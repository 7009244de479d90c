import { type CopyContext, send } from "./copy_context.ts";
import { isRefusal, unlessMissing } from "./failure.ts";
import type { Change, Replica } from "./outbox.ts";
import { ensureRegistered, findRegistered, OWN } from "./remote_registered.ts";
import { remoteVersion } from "./remote_version.ts";

/** Copy what a target lacks of a registered model: description, tags and aliases. Its versions are copied by themselves. */
export async function copyRegistered(context: CopyContext, replica: Replica): Promise<void> {
  const { outbox, server } = context;
  const [change] = outbox.changes(replica, "registered");
  const row = findRegistered(context, replica.item);
  if (row === undefined) return await removeRegistered(context, replica);
  let name: string;
  try {
    name = await ensureRegistered(context, replica, row);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    outbox.refuseWhole(replica, error.message);
    return;
  }
  if (change !== undefined) {
    await send(context, change, async () => {
      const isOwn = outbox.reread(replica)?.remote_state === OWN;
      if (row.description === null && !isOwn) return;
      await server.ask("PATCH", "registered-models/update", { name, description: row.description ?? "" });
    });
  }
  for (const tag of outbox.changes(replica, "tag")) await copyTag(context, { name, item: replica.item }, tag);
  for (const alias of outbox.changes(replica, "alias")) {
    await copyAlias(context, { name, item: replica.item }, alias);
  }
}

interface RemoteRegistered {
  readonly name: string;
  readonly item: number;
}

async function copyTag(
  context: CopyContext,
  { name, item }: RemoteRegistered,
  change: Change,
): Promise<void> {
  const { outbox, server } = context;
  const { key } = change;
  const value = outbox.database.get<{ readonly value: string }>(
    "SELECT value FROM registered_model_tags WHERE registered = ? AND key = ?",
    item,
    key,
  )?.value;
  await send(context, change, async () => {
    if (value !== undefined) await server.ask("POST", "registered-models/set-tag", { name, key, value });
    else await unlessMissing(server.ask("DELETE", "registered-models/delete-tag", { name, key }));
  });
}

async function copyAlias(
  context: CopyContext,
  { name, item }: RemoteRegistered,
  change: Change,
): Promise<void> {
  const { outbox, server } = context;
  const { key: alias } = change;
  const version = outbox.database.get<{ readonly version: number }>(
    "SELECT version FROM model_aliases WHERE registered = ? AND alias = ?",
    item,
    alias,
  )?.version;
  await send(context, change, async () => {
    if (version === undefined) {
      await unlessMissing(server.ask("DELETE", "registered-models/alias", { name, alias }));
      return;
    }
    const remote = await remoteVersion(context, item, version);
    await server.ask("POST", "registered-models/alias", { name, alias, version: remote });
  });
}

// Its versions go one by one; what others have put under the name stays.
async function removeRegistered(context: CopyContext, replica: Replica): Promise<void> {
  const { outbox, server } = context;
  const { remote_id: name, remote_state: state } = replica;
  if (outbox.hasVersions(replica.item)) return;
  if (name !== null && state === OWN) {
    const { model_versions: versions } = await server.ask("GET", "model-versions/search", {
      filter: `name = '${name.replaceAll("'", "''")}'`,
      max_results: 1,
    });
    if (!Array.isArray(versions) || versions.length === 0) {
      await unlessMissing(server.ask("DELETE", "registered-models/delete", { name }));
    }
  }
  outbox.forget(replica);
  context.onSent?.(1);
}
