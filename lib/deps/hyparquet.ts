/** A file that is read in pieces. */
export interface ParquetFile {
  /** Its size. */
  readonly byteLength: number;
  /** Some of its bytes. */
  slice(start: number, end?: number): ArrayBuffer | Promise<ArrayBuffer>;
}

/** A column, or a part of one, as a file describes it. */
export interface ParquetElement {
  /** Its name. */
  readonly name: string;
  /** How values are laid out: `INT64`. */
  readonly type?: string | undefined;
  /** What they mean, in the older words: `UTF8`. */
  readonly converted_type?: string | undefined;
  /** What they mean, in the newer words. */
  readonly logical_type?: Readonly<Record<string, unknown>> | undefined;
  /** Whether there may be none: `OPTIONAL`. */
  readonly repetition_type?: string | undefined;
  /** How many of the elements that follow are inside of it. */
  readonly num_children?: number | undefined;
}

/** What is used of the description of a column in a row group. */
export interface ParquetChunk {
  /** The description. */
  readonly meta_data?: {
    /** Names down to it. */
    readonly path_in_schema: readonly string[];
    /** How it is compressed. */
    readonly codec: string;
    /** Where it begins. */
    readonly dictionary_page_offset?: bigint | undefined;
    /** Where its values begin. */
    readonly data_page_offset: bigint;
    /** Its size. */
    readonly total_compressed_size: bigint;
    /** Its least and greatest value. */
    readonly statistics?: { readonly min_value?: unknown; readonly max_value?: unknown } | undefined;
  } | undefined;
}

/** What is used of the description of a file. */
export interface ParquetMetadata {
  /** Its columns, flat. */
  readonly schema: readonly ParquetElement[];
  /** Its rows, group by group. */
  readonly row_groups: readonly { readonly num_rows: bigint; readonly columns: readonly ParquetChunk[] }[];
}

/** What is used of hyparquet: reading Parquet. */
export interface ParquetReader {
  /** Describe a file. */
  parquetMetadataAsync(file: ParquetFile): Promise<ParquetMetadata>;
  /** Read rows as objects. */
  parquetReadObjects(options: {
    readonly file: ParquetFile;
    readonly metadata: ParquetMetadata;
    readonly columns?: readonly string[] | undefined;
    readonly rowStart?: number | undefined;
    readonly rowEnd?: number | undefined;
    readonly utf8: boolean;
    readonly compressors?: object | undefined;
  }): Promise<Record<string, unknown>[]>;
}

/** Takes the bytes of a file that is written. */
export interface ParquetSink {
  /** What has not been taken yet. */
  getBytes(): Uint8Array;
  /** How much of it there is; 0 makes room for more. */
  index: number;
}

/** What is used of hyparquet-writer: writing Parquet. */
export interface ParquetWriting {
  /** Makes a sink. */
  readonly ByteWriter: new () => ParquetSink;
  /** Makes a writer into a sink. */
  readonly ParquetWriter: new (options: {
    readonly writer: ParquetSink;
    readonly schema: readonly ParquetElement[];
    readonly codec: string;
    readonly compressors?: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> | undefined;
    readonly createdBy: string;
  }) => {
    /** Write rows, column by column. */
    write(options: {
      readonly columnData: readonly { readonly name: string; readonly data: readonly unknown[] }[];
      readonly rowGroupSize: number;
    }): void | Promise<void>;
    /** Write the description. */
    finish(): void | Promise<void>;
  };
}

const READER: string = "npm:hyparquet@1.31.5";
const WRITER: string = "npm:hyparquet-writer@0.17.0";
const COMPRESSORS: string = "npm:hyparquet-compressors@1.1.2";

/** Load the reader. It is fetched when a Parquet file is first read. */
export function loadParquetReader(): Promise<ParquetReader> {
  return import(READER);
}

/** Load the writer. It is fetched when a Parquet file is first written. */
export function loadParquetWriter(): Promise<ParquetWriting> {
  return import(WRITER);
}

/** Load what unpacks gzip, brotli, zstd and lz4; snappy needs nothing. */
export async function loadParquetCompressors(): Promise<object> {
  const { compressors } = await import(COMPRESSORS) as { readonly compressors: object };
  return compressors;
}
