import type { PathTest } from "../core/name_patterns.ts";
import type { SourcePlace } from "../core/issue.ts";
import type { PlaceOf } from "../core/located.ts";
import type { DatasetType } from "../datasets/dataset_type.ts";
import type { PathResolver } from "../stores/path_resolver.ts";
import type { CatalogEntry } from "./entry.ts";
import type { Schemas } from "./schemas.ts";

/** Where the contents of a catalog were written. */
export interface CatalogPlaces {
  /** Places of entries. */
  readonly entries?: PlaceOf | undefined;
  /** Places of parameters. */
  readonly parameters?: PlaceOf | undefined;
  /** Where the versions to load were asked for. */
  readonly loadVersions?: SourcePlace | undefined;
}

/** What of a catalog is shown as `***`, beside what names say. */
export interface CatalogSecrets {
  /** Values of entries, by the keys down to them: `["cars", "filepath"]`. */
  readonly entries?: PathTest | undefined;
  /** Parameters. */
  readonly parameters?: PathTest | undefined;
  /**
   * What a text about the dataset of an entry is shown as: an error, the URI of a file. It is given the name of the entry or
   * pattern.
   *
   * @default {the text as it is}
   */
  readonly mask?: ((key: string, text: string) => string) | undefined;
}

/** What a catalog is made of. */
export interface CatalogOptions {
  /** Entries as in `catalog.yml`, or datasets, by name. */
  readonly entries?: Readonly<Record<string, CatalogEntry>> | undefined;
  /** Parameters: plain data. */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** Credentials that entries refer to, by name: plain data or secrets. */
  readonly credentials?: Readonly<Record<string, unknown>> | undefined;
  /** Dataset types that entries may name; of two with one name the later wins. @default {BUILTIN_TYPES} */
  readonly types?: readonly DatasetType[] | undefined;
  /** Validators that entries may name: functions, schemas, objects with `validate()`, or classes of those. @default {none} */
  readonly validators?: Readonly<Record<string, unknown>> | undefined;
  /** Whether the validators of entries are asked. @default {true} */
  readonly validation?: boolean | undefined;
  /** Folder that relative paths count from. @default {the current folder} */
  readonly root?: string | undefined;
  /** Turns a `filepath` into a place in a store. @default {files below `root`, absolute paths, `file:`, `s3:`, `http:` URLs} */
  readonly resolve?: PathResolver | undefined;
  /** Version given to versioned datasets saved through this catalog. @default {the current time} */
  readonly saveVersion?: string | undefined;
  /** Versions of versioned datasets to load instead of the newest, by name. @default {none} */
  readonly loadVersions?: Readonly<Record<string, string>> | undefined;
  /**
   * Schemas (zod, valibot, arktype and others) by name of a dataset, `params:a.b` or `parameters`. A load gives what the schema
   * makes of the value; a save checks that the value fits and keeps it as it is.
   *
   * @default {none}
   */
  readonly schemas?: Schemas | undefined;
  /** Where entries and parameters were written, for messages. */
  readonly places?: CatalogPlaces | undefined;
  /** What is shown as `***` by previews, descriptions and messages. @default {texts whose names say so: `db_password`} */
  readonly secrets?: CatalogSecrets | undefined;
}
