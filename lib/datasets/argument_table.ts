import type { Issue } from "../core/issue.ts";
import { z } from "../deps/zod.ts";

/** The groups of arguments that an entry has. */
export type ArgumentGroup = "load_args" | "save_args";

/** What becomes of arguments of the originals in Python that are not translated. */
export interface ArgumentRules {
  /** Taken, and without meaning here. */
  readonly ignored: readonly string[];
  /** Refused, and what to do instead. */
  readonly refused: Readonly<Record<string, string>>;
}

const STREAM = "say stream: true";
const NODE = "do it in a node";
const APPEND = "a save replaces the file: use partitions, or a node that yields pieces";

/**
 * The arguments of pandas by type that are not translated. Those that are stand in the schema of the type; every other name
 * is an error. `docs/datasets.md` shows all of it, and a test holds the two together.
 */
export const ARGUMENT_RULES: Readonly<Record<string, Readonly<Record<ArgumentGroup, ArgumentRules>>>> = {
  csv: {
    load_args: {
      ignored: [
        ...["engine", "low_memory", "memory_map", "verbose", "cache_dates", "float_precision"],
        ...["infer_datetime_format", "dtype_backend", "encoding_errors", "skip_blank_lines"],
      ],
      refused: {
        chunksize: STREAM,
        iterator: STREAM,
        dayfirst: "say date_format: '%d/%m/%Y'",
        date_parser: "say date_format",
        converters: NODE,
        comment: "leave lines out by skiprows",
        skipfooter: NODE,
        skipinitialspace: NODE,
        on_bad_lines: "a row that is too long or too short is an error",
        escapechar: "a quote inside of quotes is written twice",
        doublequote: "a quote inside of quotes is written twice",
        lineterminator: "all ends of lines are known",
        storage_options: "say credentials",
      },
    },
    save_args: {
      ignored: ["chunksize", "index_label", "errors", "doublequote"],
      refused: {
        escapechar: "a quote inside of quotes is written twice",
        storage_options: "say credentials",
      },
    },
  },
  parquet: {
    load_args: {
      ignored: ["engine", "dtype_backend", "use_nullable_dtypes", "to_pandas_kwargs"],
      refused: { filters: NODE, filesystem: "say credentials", storage_options: "say credentials" },
    },
    save_args: {
      ignored: ["engine", "version", "coerce_timestamps", "use_deprecated_int96_timestamps"],
      refused: {
        partition_cols: "say type: partitions.PartitionedDataset",
        storage_options: "say credentials",
      },
    },
  },
  excel: {
    load_args: {
      ignored: ["engine", "verbose", "engine_kwargs", "dtype_backend"],
      refused: {
        converters: NODE,
        comment: NODE,
        skipfooter: NODE,
        date_parser: "say date_format",
        storage_options: "say credentials",
      },
    },
    save_args: {
      ignored: [
        "engine",
        "merge_cells",
        "inf_rep",
        "index_label",
        "freeze_panes",
        "autofilter",
        "engine_kwargs",
      ],
      refused: {
        startrow: "a table begins in the first cell",
        startcol: "a table begins in the first cell",
        float_format: NODE,
        na_rep: "a missing value is an empty cell",
        storage_options: "say credentials",
      },
    },
  },
  json: {
    load_args: { ignored: [], refused: {} },
    save_args: {
      ignored: ["allow_nan", "check_circular"],
      refused: { separators: "say indent", default: NODE, cls: NODE, skipkeys: NODE },
    },
  },
  yaml: {
    load_args: { ignored: [], refused: {} },
    save_args: {
      ignored: ["allow_unicode", "encoding", "line_break", "explicit_start", "explicit_end", "version"],
      refused: { default_style: "texts are quoted where they must be", tags: NODE, canonical: NODE },
    },
  },
  json_table: {
    load_args: {
      ignored: ["engine", "convert_axes", "precise_float", "dtype_backend", "encoding_errors"],
      refused: {
        chunksize: "say type: jsonl with stream: true",
        typ: "a table is loaded; say type: json for other values",
        dtype: NODE,
        keep_default_dates: "say convert_dates",
        date_unit: "dates are milliseconds or ISO 8601",
        nrows: NODE,
        storage_options: "say credentials",
      },
    },
    save_args: {
      ignored: ["force_ascii", "double_precision"],
      refused: {
        date_unit: "dates are milliseconds or ISO 8601",
        default_handler: NODE,
        mode: APPEND,
        storage_options: "say credentials",
      },
    },
  },
};

/** Fields of a schema for the arguments that are taken and without meaning. */
export function ignoredArgs(type: string, group: ArgumentGroup): Readonly<Record<string, IgnoredField>> {
  const names = ARGUMENT_RULES[type]?.[group].ignored ?? [];
  return Object.fromEntries(names.map((name) => [name, z.unknown().exactOptional()]));
}

type IgnoredField = z.ZodExactOptional<z.ZodUnknown>;

// Of `fs_args`, for all types.
const FS_ARGS: Readonly<Record<string, string>> = {
  "open_args_save.mode": APPEND,
  "open_args_load.mode": "files are read from their beginning",
  "open_args_save.encoding": "files are UTF-8; csv has load_args.encoding",
  "open_args_load.encoding": "files are UTF-8; csv has load_args.encoding",
};

/** An issue about an argument that is not known, with what to do instead when that is known. */
export function withAdvice(issue: Issue, type: string): Issue {
  const [group, name, ...deeper] = issue.path ?? [];
  const ofFiles = group === "fs_args" ? FS_ARGS[[name, ...deeper].join(".")] : undefined;
  if (ofFiles !== undefined) {
    return { ...issue, message: `${issue.message}: ${ofFiles}`, suggestion: undefined };
  }
  if (group === "fs_args" && issue.code === "options.unknown_key") {
    return {
      ...issue,
      message: `${issue.message}: there is no fsspec here; say credentials`,
      suggestion: undefined,
    };
  }
  if (issue.code !== "options.unknown_key" || deeper.length > 0 || typeof name !== "string") return issue;
  const rules = ARGUMENT_RULES[type]?.[group as ArgumentGroup]?.refused;
  const advice = rules !== undefined && Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (advice === undefined) return issue;
  return { ...issue, message: `${issue.message}: ${advice}`, suggestion: undefined };
}
