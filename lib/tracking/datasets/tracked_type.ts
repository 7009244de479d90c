import type { Issue } from "../../core/issue.ts";
import type { JsonObject } from "../../core/json.ts";
import { checkWith } from "../../core/zod_issues.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { DatasetContext, DatasetType, InnerEntry } from "../../datasets/dataset_type.ts";
import { once } from "../../core/once.ts";
import { z } from "../../deps/zod.ts";

/** Fields of an entry that nobody has checked. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a tracked dataset type is made of. */
export interface TrackedTypeParts<Options> {
  /** Its name: `MlflowMetricDataset`. */
  readonly type: string;
  /** Where kedro-mlflow keeps it: `metrics`. */
  readonly family: "artifacts" | "metrics" | "models";
  /** Names that it had in earlier releases. */
  readonly oldNames?: readonly string[];
  /** Makes what checks the fields of an entry. */
  schema(): z.ZodType<Options>;
  /** What else is wrong with fields; those that the schema refuses are looked at too, so that all is told at once. */
  check?(fields: Fields): readonly Issue[];
  /** Entries inside of it, also inside of fields that the schema refuses. */
  innerEntries?(fields: Fields): readonly InnerEntry[];
  /** Build the dataset. */
  create(options: Options, context: DatasetContext): Dataset;
}

/** A dataset type under the names that kedro-mlflow has had for it. */
export function trackedType<Options>(parts: TrackedTypeParts<Options>): DatasetType<Options> {
  const { type, family, oldNames = [], innerEntries } = parts;
  const schema = once(() => parts.schema());
  return {
    type,
    aliases: [type, ...oldNames].flatMap((name) => namesOf(name, family)).filter((name) => name !== type),
    parseOptions: (data) => {
      const result = checkWith(schema(), data, { owner: type });
      const issues = [..."issues" in result ? result.issues : [], ...parts.check?.(data) ?? []];
      return issues.length === 0 ? result : { issues, inner: innerEntries?.(data) };
    },
    // What a schema of a map has checked is a map.
    ...(innerEntries !== undefined &&
      { innerEntries: (options) => innerEntries(options as unknown as Fields) }),
    create: (options, context) => parts.create(options, context),
    // Made of JSON alone, as the specification says.
    optionsSchema: () => z.toJSONSchema(schema(), { io: "input", unrepresentable: "any" }) as JsonObject,
  };
}

// kedro-mlflow wrote `DataSet` until it wrote `Dataset`, and lets people name the module or its package.
function namesOf(name: string, family: string): readonly string[] {
  const older = name.replace(/Dataset$/, "DataSet");
  return [name, older].flatMap((each) => [
    each,
    `kedro_mlflow.io.${family}.${each}`,
    `kedro_mlflow.io.${family}.${snakeCase(each)}.${each}`,
  ]);
}

function snakeCase(name: string): string {
  return name.replace(/DataSet$/, "Dataset").replace(/(?<=[a-z])[A-Z]/g, "_$&").toLowerCase();
}
