/**
 * Which nodes of a pipeline to keep: those that every given filter keeps, each applied to the whole pipeline.
 * Fields as in Kedro's `Pipeline.filter`.
 */
export interface PipelineFilter {
  /** Nodes with any of these tags. */
  readonly tags?: readonly string[] | undefined;
  /** These nodes and all that come after them. */
  readonly fromNodes?: readonly string[] | undefined;
  /** These nodes and all that come before them. */
  readonly toNodes?: readonly string[] | undefined;
  /** These nodes. */
  readonly nodeNames?: readonly string[] | undefined;
  /** Nodes that need these datasets, and all that come after them. */
  readonly fromInputs?: readonly string[] | undefined;
  /** Nodes that are needed to make these datasets. */
  readonly toOutputs?: readonly string[] | undefined;
  /** Nodes in these namespaces or below. */
  readonly nodeNamespaces?: readonly string[] | undefined;
}
