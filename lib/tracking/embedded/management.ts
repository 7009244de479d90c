import type { ArtifactPlaces } from "./artifact_places.ts";
import type { TargetStatus } from "../replication/describe_replication.ts";
import type { Connection } from "./connection.ts";
import type { FindUsesOptions, FoundUse } from "./find_uses.ts";
import type { PurgeOptions, PurgeReport } from "./purge.ts";

/** What is done to a store by hand, now and then. */
export interface StoreManagement {
  /** What {@linkcode StoreManagement.purge} would remove. */
  describePurge(options?: PurgeOptions): Promise<PurgeReport>;
  /**
   * Remove deleted runs for ever, with their artifacts and models, deleted models, and deleted experiments that are left without
   * runs, and make the file smaller. Who dies in between leaves deleted runs that lack artifacts, for the next purge.
   */
  purge(options?: PurgeOptions): Promise<PurgeReport>;
  /** Have a run copied to a server from now on, with what is nested in it and with all that it holds already. */
  followRun(runId: string, uri: string): Promise<void>;
  /** How far copying to each server has come, of these runs or of all. */
  describeReplication(runIds?: readonly string[]): Promise<readonly TargetStatus[]>;
  /** Uses of data by active runs, the newest first: which runs read or wrote it. */
  findDatasetUses(options: FindUsesOptions): Promise<readonly FoundUse[]>;
}

/** What a store is made of. */
export interface StoreParts {
  /** Its database. */
  readonly connection: Connection;
  /** Where artifacts are kept. */
  readonly places: ArtifactPlaces;
}

/** The methods of a store for what is done by hand; each is loaded when it is called. */
export function storeManagement({ connection, places }: StoreParts): StoreManagement {
  return {
    describePurge: async (options) => {
      const { describePurge } = await loadPurge();
      return await describePurge(connection.forReading(), places, options);
    },
    purge: async (options) => {
      const { purge } = await loadPurge();
      return await purge(connection, places, options);
    },
    followRun: async (runId, uri) => {
      const { ensureTarget, followRun } = await import(FOLLOW) as typeof import("../replication/follow.ts");
      const database = connection.forWriting();
      followRun(database, ensureTarget(database, uri), runId);
    },
    describeReplication: async (runIds) => {
      const { describeReplication } = await import(
        DESCRIBE_REPLICATION
      ) as typeof import("../replication/describe_replication.ts");
      return describeReplication(connection.forReading(), { runIds });
    },
    findDatasetUses: async (options) => {
      const { findUses } = await import(FIND_USES) as typeof import("./find_uses.ts");
      return findUses(connection.forReading(), places, options);
    },
  };
}

const FOLLOW: string = "../replication/follow.ts";
const DESCRIBE_REPLICATION: string = "../replication/describe_replication.ts";
const FIND_USES: string = "./find_uses.ts";

const PURGE: string = "./purge.ts";
function loadPurge(): Promise<typeof import("./purge.ts")> {
  return import(PURGE);
}
