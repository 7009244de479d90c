/**
 * Kedge: data and machine-learning pipelines in TypeScript.
 *
 * @module
 */

// core
export type { Clock } from "./lib/core/clock.ts";
export {
  CatalogError,
  ConfigError,
  DatasetError,
  ModelError,
  NodeError,
  PipelineError,
  StoreError,
  type StoreErrorKind,
  TrackingError,
} from "./lib/core/errors.ts";
export type { ConfigObject, ConfigValue } from "./lib/core/config_value.ts";
export type { Issue, SourcePlace } from "./lib/core/issue.ts";
export type { JsonObject, JsonValue } from "./lib/core/json.ts";
export type { Located, PlaceOf } from "./lib/core/located.ts";
export type { Logger, LogLevel } from "./lib/core/logger.ts";
export type {
  ArtifactInfo,
  MetricPoint,
  ModelHandle,
  NewModel,
  RunEntries,
  RunHandle,
  RunInput,
  RunScope,
} from "./lib/core/run_context.ts";
export { isSecret, type Secret, secret } from "./lib/core/secret.ts";
export type { SecretTree } from "./lib/core/secret_tree.ts";
export type { PathTest } from "./lib/core/name_patterns.ts";
export type { SchemaIssue, SchemaResult, StandardSchema } from "./lib/core/standard_schema.ts";
export { suggest } from "./lib/core/suggest.ts";
export { BASE_URL, VERSION } from "./lib/core/version.ts";

// stores
export type { ArchiveStoreOptions } from "./lib/stores/archive_store.ts";
export type { HttpStoreOptions } from "./lib/stores/http_store.ts";
export { archiveStore, httpStore, s3Store } from "./lib/stores/lazy_stores.ts";
export {
  copyObject,
  copyTree,
  createLocator,
  findLeftovers,
  listFolder,
  removeLeftovers,
  removeTree,
} from "./lib/stores/lazy_transfers.ts";
export { localStore } from "./lib/stores/local_store.ts";
export { memoryStore, type MemoryStoreOptions } from "./lib/stores/memory_store.ts";
export type {
  Body,
  CompareOptions,
  CopyOptions,
  FolderEntry,
  Leftover,
  Leftovers,
  ListOptions,
  ObjectInfo,
  ReadOptions,
  Store,
  StoreKey,
  StoreTraits,
  WriteOptions,
} from "./lib/stores/store.ts";
export type { LocatorOptions, StoreLocation, StoreLocator } from "./lib/stores/locate.ts";
export type { PathResolver } from "./lib/stores/path_resolver.ts";
export type { RemoteOptions } from "./lib/stores/remote_resolver.ts";
export type { S3Encryption, S3StoreOptions } from "./lib/stores/s3/s3_options.ts";
export type { CopyReport, CopyTreeOptions } from "./lib/stores/transfer/copy_tree.ts";
export type { LeftoverOptions } from "./lib/stores/transfer/remove_leftovers.ts";
export type { RemoveReport } from "./lib/stores/transfer/remove_tree.ts";
export type { StoreTree, TransferEvent, TreeOptions } from "./lib/stores/transfer/transfer.ts";

// config
export type { ConfigRules, MergeStrategy } from "./lib/config/config_rules.ts";
export type { Variables } from "./lib/config/env.ts";
export type {
  ConfigDerivation,
  ConfigOrigin,
  ConfigReference,
  DroppedValue,
  OverriddenValue,
} from "./lib/config/explain/config_origin.ts";
export type { ConfigExplanation } from "./lib/config/explain/explain_key.ts";
export type { ConfigResolver } from "./lib/config/interpolation/interpolation_context.ts";
export {
  type ConfigGroups,
  type IsMadeOfSecret,
  loadConfig,
  type LoadConfigOptions,
  type LoadedConfig,
  type MaskAbout,
  type SourceFacts,
} from "./lib/config/load_config.ts";
export type { GivenParameters } from "./lib/config/parameter_layers.ts";
export { parseParams } from "./lib/config/params_option.ts";
export type { ReadGroupsOptions } from "./lib/config/read_groups.ts";

// pipeline
export type { Binding, BindingOptions } from "./lib/pipeline/binding.ts";
export { allInputs, allOutputs, datasetNames, freeInputs, freeOutputs } from "./lib/pipeline/datasets.ts";
export { drawMermaid, type DrawMermaidOptions } from "./lib/pipeline/draw_mermaid.ts";
export { filterPipeline, type PipelineFilter } from "./lib/pipeline/filter.ts";
export { groupNodes, type NodeGroup } from "./lib/pipeline/group_nodes.ts";
export { interruptedNamespaces } from "./lib/pipeline/interrupted_namespaces.ts";
export { intersectPipelines } from "./lib/pipeline/intersect_pipelines.ts";
export { joinPipelines } from "./lib/pipeline/join_pipelines.ts";
export { type Node, node, type NodeFunction, type NodeOptions } from "./lib/pipeline/node.ts";
export { nodeLevels } from "./lib/pipeline/node_levels.ts";
export type { NodeArguments, NodeResultOf, Streamed } from "./lib/pipeline/node_types.ts";
export {
  type NameMapping,
  type Pipeline,
  pipeline,
  type PipelineGraph,
  type PipelineOptions,
  type PipelineParts,
} from "./lib/pipeline/pipeline.ts";
export { type NodeSelection, selectNodes } from "./lib/pipeline/select.ts";
export { subtractPipeline } from "./lib/pipeline/subtract_pipeline.ts";
export { type Typed, typed, type TypedNodeOptions } from "./lib/pipeline/typed.ts";
export type {
  InputOf,
  Loaded,
  NoOthers,
  OutputOf,
  ResultKeys,
  Saved,
  TypedArguments,
  TypedBinding,
  TypedInputs,
  TypedOutputs,
  TypedResult,
  TypedRun,
  TypedSchemas,
} from "./lib/pipeline/typed_types.ts";
export { type Untyped, untyped } from "./lib/pipeline/untyped.ts";

// datasets
export type {
  Dataset,
  DatasetParts,
  DatasetTraits,
  LoadOptions,
  TransferOptions,
} from "./lib/datasets/dataset.ts";
export type {
  DatasetContext,
  DatasetType,
  InnerEntry,
  InnerOptions,
  Parsed,
  Refused,
} from "./lib/datasets/dataset_type.ts";
export { type CopyMode, memoryDataset, type MemoryDatasetOptions } from "./lib/datasets/memory_dataset.ts";
export { type Preview, type PreviewOptions, previewValue } from "./lib/datasets/preview.ts";
export type { Partitions } from "./lib/datasets/partitions/partitioned_dataset.ts";
export type { Columns, Row } from "./lib/datasets/table/row.ts";
export { BUILTIN_TYPES } from "./lib/datasets/types.ts";

// catalog
export type { Catalog, ResolvedEntry } from "./lib/catalog/catalog.ts";
export type { CatalogOptions, CatalogPlaces, CatalogSecrets } from "./lib/catalog/catalog_options.ts";
export { createCatalog } from "./lib/catalog/create_catalog.ts";
export type { CatalogEntry } from "./lib/catalog/entry.ts";
export type { Schemas } from "./lib/catalog/schemas.ts";

// hooks
export type { DatasetEvent, Hooks, NodeEvent, PipelineEvent, RunParams, Wait } from "./lib/hooks/hooks.ts";

// runner
export { currentSignal } from "./lib/runner/current_signal.ts";
export { checkRun } from "./lib/runner/preflight.ts";
export type { RunPipelineOptions } from "./lib/runner/run_options.ts";
export { runPipeline } from "./lib/runner/run_pipeline.ts";
export type { NodeResult, NodeStatus, PipelineResult } from "./lib/runner/run_result.ts";

// tracking
export type { ActiveRun, EndStatus } from "./lib/tracking/active_run.ts";
export {
  type EmbeddedStore,
  type EmbeddedStoreOptions,
  openEmbeddedStore,
} from "./lib/tracking/embedded/embedded_store.ts";
export type { Durability } from "./lib/tracking/embedded/open_database.ts";
export type { RunLock } from "./lib/tracking/embedded/run_locks.ts";
export type { RunChange } from "./lib/tracking/embedded/runs.ts";
export type { Experiment, LifecycleStage, Metric, Run, RunInfo, RunStatus } from "./lib/tracking/entities.ts";
export { trackedTypes } from "./lib/tracking/datasets/load_tracked_types.ts";
export type { TrackedTypesOptions } from "./lib/tracking/datasets/tracked_types.ts";
export { currentRun } from "./lib/tracking/logging/current_run.ts";
export { logArtifact, logArtifacts } from "./lib/tracking/logging/log_artifact.ts";
export {
  logMetric,
  logMetrics,
  logParam,
  logParams,
  type MetricOptions,
  setTag,
  setTags,
} from "./lib/tracking/logging/log_entries.ts";
export { logFigure } from "./lib/tracking/logging/log_figure.ts";
export { logImage } from "./lib/tracking/logging/log_image.ts";
export { logLine } from "./lib/tracking/logging/log_line.ts";
export { logInput, type LogInputOptions } from "./lib/tracking/logging/log_input.ts";
export { type LoggedModelRef, logModel, type LogModelOptions } from "./lib/tracking/logging/log_model.ts";
export { logTable } from "./lib/tracking/logging/log_table.ts";
export { logDict, logText } from "./lib/tracking/logging/log_text.ts";
export type { ImagePixels } from "./lib/tracking/logging/png.ts";
export { withRun, type WithRunOptions } from "./lib/tracking/logging/with_run.ts";
export type { LogLine, NodeRecord } from "./lib/tracking/run_records.ts";
export type { ParamSettings } from "./lib/tracking/settings.ts";
export type { LongParamStrategy } from "./lib/tracking/settings/mlflow_file.ts";
export type { EnsureExperimentOptions } from "./lib/tracking/embedded/experiments.ts";
export type { ResumeOptions } from "./lib/tracking/embedded/resume_run.ts";
export { findStore } from "./lib/tracking/find_store.ts";
export type { Replication, ReplicationOptions } from "./lib/tracking/replication/background.ts";
export { openReplication, syncRuns } from "./lib/tracking/replicate_runs.ts";
export type { ReplicationTarget } from "./lib/tracking/replication/copier.ts";
export type {
  RefusedChange,
  ReplicaStatus,
  TargetStatus,
} from "./lib/tracking/replication/describe_replication.ts";
export type { SyncNews, SyncOptions, SyncReport } from "./lib/tracking/replication/sync.ts";
export { resolveRun, type ResolveRunOptions } from "./lib/tracking/resolve_run.ts";
export { datasetHooks, type DatasetHooksOptions } from "./lib/tracking/dataset_hooks.ts";
export type { DatasetInfo, DatasetUse } from "./lib/tracking/dataset_use.ts";
export type { Snapshot } from "./lib/tracking/embedded/snapshots.ts";
export type { FindUsesOptions, FoundUse } from "./lib/tracking/embedded/find_uses.ts";
export type { Difference } from "./lib/tracking/lineage/compare_snapshots.ts";
export type { Lineage, LineageTarget, Origin } from "./lib/tracking/lineage/trace_lineage.ts";
export { traceLineage } from "./lib/tracking/trace_lineage.ts";
export type { ImportedRun, ImportReport, ImportRunsOptions } from "./lib/tracking/portable/import_runs.ts";
export type {
  PortableModel,
  PortableRegistered,
  PortableVersion,
} from "./lib/tracking/portable/portable_models.ts";
export type { PortableArtifact } from "./lib/tracking/portable/portable_run.ts";
export type { RestoredModel } from "./lib/tracking/embedded/models/restore_registered.ts";
export { exportRuns, type ExportRunsOptions, importRuns } from "./lib/tracking/transfer_runs.ts";
export type { StoreManagement } from "./lib/tracking/embedded/management.ts";
export type { PurgedRun, PurgeOptions, PurgeReport } from "./lib/tracking/embedded/purge.ts";
export type { PurgedModel } from "./lib/tracking/embedded/purge_models.ts";
export type { MlflowHeaders, MlflowOptions } from "./lib/tracking/mlflow/mlflow_options.ts";
export type { MlflowStore } from "./lib/tracking/mlflow/mlflow_store.ts";
export type { MlflowServerInfo } from "./lib/tracking/mlflow/server_info.ts";
export { openMlflowStore } from "./lib/tracking/open_mlflow_store.ts";
export { startRun, type StartRunOptions } from "./lib/tracking/start_run.ts";
export { paramHooks } from "./lib/tracking/param_hooks.ts";
export { trackingHooks } from "./lib/tracking/tracking_hooks.ts";
export type {
  CreateRunOptions,
  SearchExperimentsOptions,
  SearchRunsOptions,
  TrackingStore,
  TrackingTraits,
} from "./lib/tracking/tracking_store.ts";

export type {
  LoggedModel,
  LoggedModelMetric,
  LoggedModelStatus,
  ModelStage,
  ModelVersion,
  RegisteredModel,
  RunModel,
} from "./lib/tracking/models/entities.ts";
export type { ModelFlavor, ModelSignature } from "./lib/tracking/models/flavor.ts";
export { jsonFlavor, type JsonModelClass } from "./lib/tracking/models/json_flavor.ts";
export { readModel, type ReadModelOptions } from "./lib/tracking/models/read_model.ts";
export type {
  CreateLoggedModelOptions,
  CreateModelVersionOptions,
  LoggedModelStore,
  ModelFile,
  ModelRegistry,
  ModelStore,
  SearchLoggedModelsOptions,
  SearchModelsOptions,
} from "./lib/tracking/models/model_store.ts";
export type { Page } from "./lib/tracking/page.ts";

// project
export { openRerun } from "./lib/project/open_rerun.ts";
export type { Rerun } from "./lib/project/prepare_rerun.ts";
export { defineProject } from "./lib/project/define_project.ts";
export type { ProjectDefinition } from "./lib/project/definition.ts";
export { findProject } from "./lib/project/find_project.ts";
export {
  type CatalogListing,
  type CatalogReport,
  checkCatalog,
  type DatasetDetails,
  type DatasetFacts,
  type DatasetVerdict,
  describeDataset,
  type InspectOptions,
  listDatasets,
  type PatternFacts,
  previewDataset,
  resolveDataset,
} from "./lib/project/inspect_catalog.ts";
export { parseLoadVersions } from "./lib/project/load_versions_option.ts";
export { checkHealth } from "./lib/project/check_health.ts";
export type { Finding } from "./lib/project/doctor/finding.ts";
export { readServer, type ReadServerOptions } from "./lib/project/read_server.ts";
export type { ServerSettings } from "./lib/tracking/settings/server.ts";
export { openProject, type OpenProjectOptions } from "./lib/project/open_project.ts";
export type {
  CatalogVersions,
  Project,
  ProjectRunOptions,
  RunReplication,
  RunResult,
} from "./lib/project/project.ts";
export {
  configSchemas,
  explainConfig,
  type ProjectConfigOptions,
  readProjectConfig,
  writeConfigSchemas,
} from "./lib/project/project_config.ts";
export type { ConfigSchemas } from "./lib/project/schemas/config_schemas.ts";
export {
  parseRunRequest,
  readRunFile,
  type ReadRunFileOptions,
  type RunRequest,
} from "./lib/project/run_request.ts";
export type { RunWord } from "./lib/project/run_word.ts";
