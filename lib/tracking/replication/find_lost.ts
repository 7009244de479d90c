import { mapPool } from "../../core/pool.ts";
import type { JsonObject } from "../../core/json.ts";
import { objectOf, recordOf } from "../mlflow/wire/fields.ts";
import { VERSION_ID_TAG } from "../tag_names.ts";
import { isMissing, isRefusal } from "./failure.ts";
import { loseReplica } from "./lose.ts";
import type { Outbox, Replica } from "./outbox.ts";
import type { Server } from "./server.ts";

/** Where things may have been lost. */
export interface LossContext {
  /** What is to be sent. */
  readonly outbox: Outbox;
  /** Where it was sent. */
  readonly server: Server;
}

// A server has few processes.
const AT_ONCE = 4;

/** Ask the server for everything that it should have, and note anew what it has no more. */
export async function findLost(context: LossContext): Promise<void> {
  const { outbox } = context;
  const replicas = outbox.madeThere();
  // Versions first: they are found by the name that their model has there.
  for (const part of [replicas.filter(isVersion), replicas.filter((replica) => !isVersion(replica))]) {
    const lost = await mapPool(part, AT_ONCE, async (each) => await isLost(context, each) ? [each] : []);
    for (const replica of lost.flat()) loseReplica(outbox, replica);
  }
}

/** Whether the server says that it has a thing no more. */
export async function isLost({ outbox, server }: LossContext, replica: Replica): Promise<boolean> {
  const question = questionOf(outbox, replica);
  if (question === undefined) return false;
  const [path, fields] = question;
  try {
    const answer = await server.ask("GET", path, fields);
    return isVersion(replica) && !isOurs(answer, outbox.tokens(replica));
  } catch (error) {
    if (isMissing(error)) return true;
    // It is told when something is copied.
    if (isRefusal(error)) return false;
    throw error;
  }
}

type Question = readonly [path: string, fields: Readonly<Record<string, string>>];

function questionOf(outbox: Outbox, { kind, item, remote_id: id }: Replica): Question | undefined {
  if (id === null) return undefined;
  switch (kind) {
    case "run":
      return ["runs/get", { run_id: id }];
    case "model":
      return [`logged-models/${id}`, {}];
    case "registered":
      return ["registered-models/get", { name: id }];
    case "version": {
      const name = outbox.find("registered", item)?.remote_id ?? undefined;
      return name === undefined ? undefined : ["model-versions/get", { name, version: id }];
    }
    case "experiment":
      return undefined; // it is looked up by its name
    default:
      return kind satisfies never;
  }
}

// When a model is registered again under its name, the numbers of its versions begin again.
function isOurs(answer: JsonObject, tokens: readonly string[]): boolean {
  return tokens.includes(recordOf(objectOf(answer, "model_version"), "tags")[VERSION_ID_TAG] ?? "");
}

function isVersion({ kind }: Replica): boolean {
  return kind === "version";
}
