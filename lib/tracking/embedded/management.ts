import type { ArtifactPlaces } from "./artifact_places.ts";
import type { PortableModel, PortableRegistered } from "../portable/portable_models.ts";
import type { RestoredModel } from "./models/restore_registered.ts";
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
  /**
   * Bring a model that a run logged elsewhere into the store, which has the run: with its id, and unless it is or was there
   * already. Gives whether anything was done; what was interrupted is done to its end.
   */
  restoreModel(model: PortableModel): Promise<boolean>;
  /** Bring versions of a registered model into the store, in one commit; what the store has already stays as it is. */
  restoreRegisteredModel(model: PortableRegistered): Promise<RestoredModel>;
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
    restoreModel: async (model) => {
      const { restoreLoggedModel } = await import(
        RESTORE_MODEL
      ) as typeof import("./models/restore_logged_model.ts");
      return await restoreLoggedModel(connection, places, model);
    },
    restoreRegisteredModel: async (model) => {
      const { restoreRegisteredModel } = await import(
        RESTORE_REGISTERED
      ) as typeof import("./models/restore_registered.ts");
      return restoreRegisteredModel(connection.forWriting(), model);
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

const RESTORE_MODEL: string = "./models/restore_logged_model.ts";
const RESTORE_REGISTERED: string = "./models/restore_registered.ts";
const FOLLOW: string = "../replication/follow.ts";
const DESCRIBE_REPLICATION: string = "../replication/describe_replication.ts";
const FIND_USES: string = "./find_uses.ts";

const PURGE: string = "./purge.ts";
function loadPurge(): Promise<typeof import("./purge.ts")> {
  return import(PURGE);
}
