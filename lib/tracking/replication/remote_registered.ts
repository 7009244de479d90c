import { type CopyContext } from "./copy_context.ts";
import { isTaken, refusal } from "./failure.ts";
import type { Replica } from "./outbox.ts";

/** A registered model as it is here. */
export interface RegisteredRow {
  /** Its name. */
  readonly name: string;
  /** Its description. */
  readonly description: string | null;
}

/** State of a registered model that was made there by us, and not by others before. */
export const OWN = "own";

/** The name there of a registered model, which is made there when it is not. */
export async function remoteRegisteredName(context: CopyContext, registered: number): Promise<string> {
  const replica = context.outbox.find("registered", registered);
  const row = findRegistered(context, registered);
  if (replica === undefined || row === undefined) throw refusal("The registered model is not copied");
  return await ensureRegistered(context, replica, row);
}

/** Make a registered model there unless there is one. */
export async function ensureRegistered(
  context: CopyContext,
  replica: Replica,
  { name }: RegisteredRow,
): Promise<string> {
  const { outbox, server } = context;
  const { remote_id: known } = outbox.reread(replica) ?? replica;
  if (known === name) return name;
  if (known !== null) {
    await server.ask("POST", "registered-models/rename", { name: known, new_name: name });
  } else {
    try {
      await server.ask("POST", "registered-models/create", { name });
      outbox.setState(replica, OWN);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  outbox.made(replica, { id: name }, 0);
  return name;
}

/** A registered model as it is here, or `undefined`. */
export function findRegistered({ outbox }: CopyContext, registered: number): RegisteredRow | undefined {
  return outbox.database.get<RegisteredRow>(
    "SELECT name, description FROM registered_models WHERE registered = ?",
    registered,
  );
}
