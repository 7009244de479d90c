import type { Clock } from "../../core/clock.ts";
import type { ArtifactPlaces } from "../embedded/artifact_places.ts";
import type { TrackingError } from "../../core/errors.ts";
import { isMissing, isRefusal, Lost } from "./failure.ts";
import { isLost } from "./find_lost.ts";
import { loseReplica } from "./lose.ts";
import type { Change, Outbox, Replica } from "./outbox.ts";
import type { Server } from "./server.ts";
import type { Troubles } from "./troubles.ts";

/** What copying needs. */
export interface CopyContext {
  /** What is to be sent. */
  readonly outbox: Outbox;
  /** Where it is sent. */
  readonly server: Server;
  /** Where the files are that belong to it. */
  readonly places: ArtifactPlaces;
  /** Where time comes from. */
  readonly clock: Clock;
  /** What the server fails at. */
  readonly troubles: Troubles;
  /** Told when something has arrived, and how many things. */
  readonly onSent?: ((count: number) => void) | undefined;
}

/**
 * Send what a change is about. When the server refuses it, the reason is kept with it, and copying goes on; so it does when the
 * server fails at it again and again.
 */
export async function send(context: CopyContext, change: Change, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (context.troubles.leavesOut(`change ${change.change} ${change.revision}`, error)) return;
    if (!isRefusal(error)) throw error;
    await noteLoss(context, change, error);
    context.outbox.refused(change, error.message);
    return;
  }
  context.outbox.sent([change]);
  context.onSent?.(1);
}

/**
 * When a server refuses something as it has the thing no more that it belongs to: keep the whole thing until somebody has it made
 * anew. Whoever removed it may have meant it.
 *
 * @throws {Lost} When that is so.
 */
export async function noteLoss(context: CopyContext, change: Change, error: TrackingError): Promise<void> {
  const replica = context.outbox.reread(change);
  if (!isMissing(error) || replica === undefined || !await isLost(context, replica)) return;
  loseReplica(context.outbox, replica, "it is not there any more; it is made anew when it is sent again");
  throw new Lost();
}

/** How a thing is made there, and found again. */
export interface Making {
  /** What was made, if it is there already. */
  find(): Promise<Made | undefined>;
  /** Make it. */
  make(): Promise<Made>;
}

/** What the server calls a thing. */
export interface Made {
  /** Its id. */
  readonly id: string;
  /** Where its artifacts go. */
  readonly uri?: string | null | undefined;
}

/**
 * Make a thing there unless it has been made. Before that the intention is stored, so that a lost answer makes us look for it
 * first; so does another address that has it, which may be one of the same server. Gives what it is called there.
 */
export async function ensureMade({ outbox }: CopyContext, replica: Replica, making: Making): Promise<Made> {
  const { remote_id: id, remote_uri: uri, doubt } = outbox.reread(replica) ?? replica;
  if (id !== null) return { id, uri };
  const found = doubt === 0 && !outbox.isElsewhere(replica) ? undefined : await making.find();
  if (found === undefined) outbox.doubt(replica);
  const made = found ?? await making.make();
  outbox.made(replica, made, doubt === 0 ? 0 : 1);
  return made;
}
