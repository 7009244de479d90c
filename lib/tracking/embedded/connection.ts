import type { Clock } from "../../core/clock.ts";
import { TrackingError } from "../../core/errors.ts";
import { Database } from "./database.ts";
import { EntryWriter } from "./entry_writer.ts";
import { createTables } from "./migrate.ts";
import { type Durability, isReadOnlyError, openDatabase, openForReading } from "./open_database.ts";

/** How a store is reached. */
export interface ConnectionSettings {
  /** Path of the database. */
  readonly path: string;
  /** How safe a commit is. */
  readonly durability: Durability;
  /** Never write. */
  readonly readOnly: boolean;
  /** How long to wait for other processes that write, in milliseconds. */
  readonly busyTimeout: number;
  /** Where time comes from. */
  readonly clock: Clock;
}

/** The database of a store, opened when it is first needed and made when something is first written. */
export class Connection implements Disposable {
  readonly #settings: ConnectionSettings;
  #writable: Database | undefined;
  #readable: Database | undefined;
  #empty: Database | undefined;
  #writer: EntryWriter | undefined;
  #isClosed = false;

  /** Touches nothing. */
  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
  }

  /** For questions: a store that nobody has written to answers like an empty one, and is not made. */
  forReading(): Database {
    this.#requireOpen();
    const open = this.#writable ?? this.#readable;
    if (open !== undefined) return open;
    if (!exists(this.#settings.path)) return this.#empty ??= this.#createEmpty();
    if (this.#settings.readOnly) return this.#openReadable();
    try {
      return this.#openWritable();
    } catch (error) {
      if (!isReadOnlyError(error)) throw error;
      return this.#openReadable();
    }
  }

  /** For changes. */
  forWriting(): Database {
    this.#requireOpen();
    if (!this.#settings.readOnly) return this.#writable ?? this.#openWritable();
    throw new TrackingError(
      `Cannot write to the tracking store "${this.#settings.path}": it was opened for reading`,
      { endpoint: this.#settings.path, code: "PERMISSION_DENIED" },
    );
  }

  /** For params, metrics and tags. */
  writer(): EntryWriter {
    return this.#writer ??= new EntryWriter(this.forWriting());
  }

  /** Do work whose commits are on the disk when it returns, and with them all commits before. */
  synced<T>(work: (database: Database) => T): T {
    const database = this.forWriting();
    if (this.#settings.durability === "full") return work(database);
    database.exec("PRAGMA synchronous = FULL");
    try {
      return work(database);
    } finally {
      database.exec("PRAGMA synchronous = NORMAL");
    }
  }

  /** Close the file; later calls are refused. */
  [Symbol.dispose](): void {
    this.#isClosed = true;
    for (const database of [this.#writable, this.#readable, this.#empty]) database?.[Symbol.dispose]();
    this.#writable =
      this.#readable =
      this.#empty =
      this.#writer =
        undefined;
  }

  #openWritable(): Database {
    const { path, durability, busyTimeout, clock } = this.#settings;
    return this.#writable = openDatabase(path, { durability, busyTimeout, now: clock.now() });
  }

  #openReadable(): Database {
    const { path, busyTimeout } = this.#settings;
    return this.#readable = openForReading(path, { busyTimeout });
  }

  #createEmpty(): Database {
    const database = new Database(":memory:", { readOnly: false, busyTimeout: 0 });
    createTables(database, this.#settings.clock.now());
    return database;
  }

  #requireOpen(): void {
    if (!this.#isClosed) return;
    throw new TrackingError(`Cannot use the tracking store "${this.#settings.path}": it is closed`, {
      endpoint: this.#settings.path,
      code: "INVALID_STATE",
    });
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}
