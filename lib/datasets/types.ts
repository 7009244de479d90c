import { BYTES } from "./bytes.ts";
import { CACHED } from "./cached.ts";
import { CLONE } from "./clone.ts";
import { CSV } from "./csv.ts";
import type { DatasetType } from "./dataset_type.ts";
import { EXCEL } from "./excel.ts";
import { JSON_FILE } from "./json.ts";
import { JSON_TABLE } from "./json_table.ts";
import { JSONL } from "./jsonl.ts";
import { MEMORY } from "./memory.ts";
import { PARQUET } from "./parquet.ts";
import { INCREMENTAL, PARTITIONED } from "./partitioned.ts";
import { TEXT } from "./text.ts";
import { YAML } from "./yaml.ts";

/** The dataset types that every catalog knows. */
export const BUILTIN_TYPES: readonly DatasetType[] = [
  CSV,
  PARQUET,
  EXCEL,
  JSON_FILE,
  JSONL,
  JSON_TABLE,
  TEXT,
  YAML,
  BYTES,
  CLONE,
  MEMORY,
  CACHED,
  PARTITIONED,
  INCREMENTAL,
];
