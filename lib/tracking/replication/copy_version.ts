import { VERSION_ID_TAG } from "../tag_names.ts";
import { type CopyContext, send } from "./copy_context.ts";
import { isRefusal, unlessMissing } from "./failure.ts";
import type { Change, Replica } from "./outbox.ts";
import { remoteRegisteredName } from "./remote_registered.ts";
import { ensureVersion, findVersion } from "./remote_version.ts";

/** Copy what a target lacks of a version. Its number there may be another one, as others register versions too. */
export async function copyVersion(context: CopyContext, replica: Replica): Promise<void> {
  const { outbox, server } = context;
  const row = findVersion(context, replica);
  const [change] = outbox.changes(replica, "version");
  if (row === undefined) return await removeVersion(context, replica);
  let version: string;
  try {
    version = (await ensureVersion(context, replica, row)).id;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    outbox.refuseWhole(replica, error.message);
    return;
  }
  const name = await remoteRegisteredName(context, replica.item);
  if (change !== undefined) {
    await send(context, change, async () => {
      if (row.description !== null) {
        await server.ask("PATCH", "model-versions/update", { name, version, description: row.description });
      }
      if (row.current_stage === (outbox.reread(replica)?.remote_state ?? "None")) return;
      await server.ask("POST", "model-versions/transition-stage", {
        name,
        version,
        stage: row.current_stage,
        archive_existing_versions: false,
      });
      outbox.setState(replica, row.current_stage);
    });
  }
  for (const tag of outbox.changes(replica, "tag")) await copyTag(context, { name, version, replica }, tag);
}

async function copyTag(
  context: CopyContext,
  { name, version, replica }: { readonly name: string; readonly version: string; readonly replica: Replica },
  change: Change,
): Promise<void> {
  const { outbox, server } = context;
  const { key } = change;
  const value = outbox.database.get<{ readonly value: string }>(
    "SELECT value FROM model_version_tags WHERE registered = ? AND version = ? AND key = ?",
    replica.item,
    replica.part,
    key,
  )?.value;
  await send(context, change, async () => {
    if (key === VERSION_ID_TAG) return; // of the store that it came from
    if (value !== undefined) {
      await server.ask("POST", "model-versions/set-tag", { name, version, key, value });
      return;
    }
    await unlessMissing(server.ask("DELETE", "model-versions/delete-tag", { name, version, key }));
  });
}

async function removeVersion(context: CopyContext, replica: Replica): Promise<void> {
  const { outbox, server } = context;
  const name = outbox.find("registered", replica.item)?.remote_id ?? null;
  if (replica.remote_id !== null && name !== null) {
    await unlessMissing(server.ask("DELETE", "model-versions/delete", { name, version: replica.remote_id }));
  }
  outbox.forget(replica);
  context.onSent?.(1);
}
