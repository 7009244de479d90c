/** Dataset types of kedro-datasets 9.6.0 and its experimental part by their family, and those of Kedro itself. */
const FAMILIES: Readonly<Record<string, string>> = {
  api: "APIDataset",
  biosequence: "BioSequenceDataset",
  chromadb: "ChromaDBDataset",
  darts: "DartsTorchModelDataset",
  dask: "CSVDataset ParquetDataset",
  databricks: "ExternalTableDataset ManagedTableDataset",
  email: "EmailMessageDataset",
  faiss: "FAISSVectorStoreDataset",
  feast: "FeastDataset",
  geopandas: "GenericDataset",
  holoviews: "HoloviewsWriter",
  huggingface: "ArrowDataset CSVDataset HFDataset HFTransformerPipelineDataset JSONDataset ParquetDataset",
  ibis: "FileDataset TableDataset",
  json: "JSONDataset",
  langchain: "ChatAnthropicDataset ChatCohereDataset ChatOpenAIDataset OpenAIEmbeddingsDataset PromptDataset",
  langfuse: "EvaluationDataset PromptDataset TraceDataset",
  matlab: "MatlabDataset",
  matplotlib: "MatplotlibDataset",
  mlrun: "MLRunDataframeDataset MLRunModel MLRunResult",
  netcdf: "NetCDFDataset",
  networkx: "GMLDataset GraphMLDataset JSONDataset",
  openxml: "DocxDataset PptxDataset",
  opik: "EvaluationDataset PromptDataset TraceDataset",
  optuna: "StudyDataset",
  pandas: "CSVDataset DeltaTableDataset ExcelDataset FeatherDataset GBQQueryDataset GBQTableDataset " +
    "GenericDataset HDFDataset JSONDataset ParquetDataset SQLQueryDataset SQLTableDataset " +
    "XMLDataset",
  partitions: "IncrementalDataset PartitionedDataset",
  pickle: "PickleDataset",
  pillow: "ImageDataset",
  plotly: "HTMLDataset JSONDataset PlotlyDataset",
  polars: "CSVDataset EagerPolarsDataset LazyPolarsDataset PolarsDatabaseDataset",
  prophet: "ProphetModelDataset",
  pypdf: "PDFDataset",
  pytorch: "PyTorchDataset",
  redis: "PickleDataset",
  rioxarray: "GeoTIFFDataset",
  safetensors: "SafetensorsDataset",
  snowflake: "SnowparkTableDataset",
  spark: "DeltaTableDataset GBQQueryDataset SparkDataset SparkDatasetV2 SparkHiveDataset " +
    "SparkJDBCDataset SparkStreamingDataset",
  svmlight: "SVMLightDataset",
  tensorflow: "TensorFlowModelDataset",
  text: "TextDataset",
  video: "VideoDataset",
  weaviate: "WeaviateVectorStoreDataset",
  yaml: "YAMLDataset",
  kedro: "SharedMemoryDataset LambdaDataset",
};

/** Whether a name is that of a dataset type of Kedro, as {@linkcode kedroName} gives it. */
export function isKedroType(name: string): boolean {
  return kedroTypes().includes(name);
}

/** Names of the dataset types of Kedro: `pandas.CSVDataset`. */
export function kedroTypes(): readonly string[] {
  return Object.entries(FAMILIES).flatMap(([family, types]) =>
    types.split(" ").map((type) => family === "kedro" ? type : `${family}.${type}`)
  );
}

/** A type of Kedro as catalogs name it today: without its package and module, and `Dataset` in place of `DataSet`. */
export function kedroName(type: string): string {
  return type
    .replace(/^(kedro_datasets(_experimental)?|kedro\.extras\.datasets|kedro\.io)\./, "")
    .replace(/^(\w+)\.\w+_dataset\.(\w+)$/, "$1.$2")
    .replace(/DataSet(?=V2$|$)/, "Dataset");
}
