/** A row of a table: column to value. */
export type Row = Readonly<Record<string, unknown>>;

/** A table by its columns, all of one length. */
export type Columns = Readonly<Record<string, readonly unknown[]>>;
