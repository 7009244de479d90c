/** Data that a run read or wrote, as MLflow describes it. */
export interface DatasetInfo {
  /** Its name. */
  readonly name: string;
  /** What tells its content apart from others, at most 36 characters. */
  readonly digest: string;
  /** What `source` is: `local`, `s3`, `http` ... */
  readonly sourceType: string;
  /** Where it is, as JSON: `{"uri":"data/penguins.csv"}`. */
  readonly source: string;
  /** Its columns, as JSON: `{"mlflow_colspec":[{"name":"mass","type":"double"}]}`. */
  readonly schema?: string | undefined;
  /** How much it is, as JSON: `{"num_rows":344,"num_bytes":15241}`. */
  readonly profile?: string | undefined;
}

/** How a run used data. */
export interface DatasetUse {
  /** Whether the run read it or wrote it. MLflow knows inputs only. */
  readonly role: "input" | "output";
  /** The data. */
  readonly dataset: DatasetInfo;
  /** Tags of this use; MLflow's is `mlflow.data.context`, such as `training`. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Where the data was: below the folder of the project, or a URI. */
  readonly uri?: string | undefined;
  /** The node that used it. */
  readonly node?: string | undefined;
  /** When, in milliseconds since 1970. */
  readonly time: number;
}

/** Tag of a use that says what it was for. */
export const DATA_CONTEXT_TAG = "mlflow.data.context";
