import { DatabaseSync, type StatementSync } from "node:sqlite";
import { sqliteError } from "./sqlite_error.ts";

/** A value that SQLite takes or gives here. */
export type SqlValue = null | number | string;

/** How to open a file. */
export interface DatabaseOptions {
  /** A SQLite URI for it, when its path does not say enough. */
  readonly uri?: string | undefined;
  /** Refuse to write. */
  readonly readOnly: boolean;
  /** How long to wait for other processes that write, in milliseconds. */
  readonly busyTimeout: number;
}

type ListStatement = StatementSync & { setReturnArrays(on: boolean): void };

const MAX_STATEMENTS = 400;

/** An open SQLite file: statements are prepared once, errors are TrackingErrors, transactions roll back when work throws. */
export class Database implements Disposable {
  /** Path of the file, for messages. */
  readonly path: string;
  readonly #sqlite: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Open a file, or `:memory:`. */
  constructor(path: string, { uri = path, readOnly, busyTimeout }: DatabaseOptions) {
    this.path = path;
    try {
      this.#sqlite = new DatabaseSync(uri, {
        readOnly,
        // Given before anything else is asked of the file, so that the first statement waits too.
        timeout: busyTimeout,
        enableForeignKeyConstraints: false,
      });
    } catch (error) {
      throw sqliteError(error, path);
    }
  }

  /** Run SQL that gives no rows. */
  exec(sql: string): void {
    try {
      this.#sqlite.exec(sql);
    } catch (error) {
      throw sqliteError(error, this.path);
    }
  }

  /** Run a statement and return how many rows it changed. */
  run(sql: string, ...values: readonly SqlValue[]): number {
    try {
      return Number(this.#prepare(sql).run(...values).changes);
    } catch (error) {
      throw sqliteError(error, this.path);
    }
  }

  /** Rows of a query. `Row` is the shape that the SQL beside the call selects; the schema is strict about types. */
  all<Row>(sql: string, ...values: readonly SqlValue[]): readonly Row[] {
    try {
      return this.#prepare(sql).all(...values) as unknown[] as readonly Row[];
    } catch (error) {
      throw sqliteError(error, this.path);
    }
  }

  /** Rows of a query as lists of their values, in half the time of objects. `Row` as in `all`. */
  lists<Row extends readonly SqlValue[]>(sql: string, ...values: readonly SqlValue[]): readonly Row[] {
    try {
      return this.#prepare(sql, "lists").all(...values) as unknown[] as readonly Row[];
    } catch (error) {
      throw sqliteError(error, this.path);
    }
  }

  /** First row of a query. `Row` as in `all`. */
  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined {
    try {
      return this.#prepare(sql).get(...values) as unknown as Row | undefined;
    } catch (error) {
      throw sqliteError(error, this.path);
    }
  }

  /** Do work in one commit. The write lock is taken at once: a transaction that must upgrade later cannot wait for it. */
  transaction<T>(work: () => T): T {
    this.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.exec("COMMIT");
      return result;
    } catch (error) {
      // SQLite has rolled back by itself after some errors, such as a full disk.
      if (this.#sqlite.isTransaction) this.exec("ROLLBACK");
      throw error;
    }
  }

  /** Do reading work on one state of the file, whatever others write meanwhile. */
  snapshot<T>(work: () => T): T {
    this.exec("BEGIN");
    try {
      return work();
    } finally {
      if (this.#sqlite.isTransaction) this.exec("COMMIT");
    }
  }

  /** Close the file. */
  [Symbol.dispose](): void {
    this.#statements.clear();
    this.#sqlite.close();
  }

  #prepare(sql: string, rows: "objects" | "lists" = "objects"): StatementSync {
    const key = `${rows} ${sql}`;
    let statement = this.#statements.get(key);
    if (statement === undefined) {
      // Searches have as many texts as filters have shapes.
      if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
      statement = this.#sqlite.prepare(sql);
      // Deno has it, its types do not yet.
      if (rows === "lists") (statement as ListStatement).setReturnArrays(true);
      this.#statements.set(key, statement);
    }
    return statement;
  }
}
