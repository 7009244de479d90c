import type { CatalogEntry } from "../catalog/entry.ts";
import type { Schemas } from "../catalog/schemas.ts";
import type { ConfigRules } from "../config/config_rules.ts";
import type { ConfigResolver } from "../config/interpolation/interpolation_context.ts";
import type { ConfigObject } from "../core/config_value.ts";
import type { DatasetType } from "../datasets/dataset_type.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { Pipeline } from "../pipeline/pipeline.ts";

/** What a project is made of: the default export of `kedge.ts`. */
export interface ProjectDefinition {
  /** Name of the project. @default {the name of its folder} */
  readonly name?: string | undefined;
  /** Pipelines by name; `__default__` runs when none is named (the sum of all others when it is not there). */
  readonly pipelines: Readonly<Record<string, Pipeline>>;
  /** Called along every run; the last one is called first. */
  readonly hooks?: readonly Hooks[] | undefined;
  /** Dataset types beside the built-in ones. */
  readonly datasets?: readonly DatasetType[] | undefined;
  /** Catalog in code: entries as in `catalog.yml`, or datasets. Entries of `conf/` win. */
  readonly catalog?: Readonly<Record<string, CatalogEntry>> | undefined;
  /** Parameters in code. Those of `conf/` win. */
  readonly parameters?: ConfigObject | undefined;
  /**
   * Schemas (zod, valibot, arktype and others) by name of a dataset, `params:a.b` or `parameters`. Parameters are checked when
   * the project is opened; datasets when they are loaded and saved.
   */
  readonly schemas?: Schemas | undefined;
  /** How `conf/` is laid out and its environments are merged. @default {as in Kedro} */
  readonly config?: ConfigRules | undefined;
  /** Functions that configuration may call, by name: `${today:}`, `${join:a,b}`. @default {none} */
  readonly resolvers?: Readonly<Record<string, ConfigResolver>> | undefined;
}
