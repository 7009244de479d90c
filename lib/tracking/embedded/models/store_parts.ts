import type { Clock } from "../../../core/clock.ts";
import type { ArtifactPlaces } from "../artifact_places.ts";
import type { Connection } from "../connection.ts";

/** What the part of a store that keeps models is made of. */
export interface ModelStoreParts {
  /** The database. */
  readonly connection: Connection;
  /** Where files are kept. */
  readonly places: ArtifactPlaces;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Numbers from 0 up to, not including, 1, for the names of models. */
  readonly random: () => number;
}

/** Methods that may answer at once, as SQLite does; whoever hands them on makes promises of them. */
export type Direct<Part> = {
  readonly [Name in keyof Part]: Part[Name] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Result | Promise<Result>
    : never;
};
