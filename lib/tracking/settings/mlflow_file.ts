import type { ConfigObject } from "../../core/config_value.ts";
import { type Issue } from "../../core/issue.ts";
import { type Located, placeIssue } from "../../core/located.ts";
import { checkWith } from "../../core/zod_issues.ts";
import { knownKeys } from "../../core/zod_keys.ts";
import { z } from "../../deps/zod.ts";

/** What to do with a parameter that is too long for MLflow: stop, cut it, or keep all of it as a tag. */
export type LongParamStrategy = "fail" | "truncate" | "tag";

/** `mlflow.yml` as kedro-mlflow knows it, every key with its default. */
export interface MlflowFile {
  /** Where runs go. */
  readonly server: {
    readonly mlflow_tracking_uri: string | null;
    readonly mlflow_registry_uri: string | null;
    readonly credentials: string | null;
    readonly request_header_provider: {
      readonly type: string | null;
      readonly pass_context: boolean;
      readonly init_kwargs: Readonly<Record<string, string>>;
    };
  };
  /** What is recorded, and as what. */
  readonly tracking: {
    readonly disable_tracking: {
      readonly pipelines: readonly string[];
      readonly disable_autologging: boolean;
    };
    readonly experiment: {
      readonly name?: string;
      readonly create_experiment_kwargs: {
        readonly artifact_location: string | null;
        readonly tags: Readonly<Record<string, unknown>> | null;
      };
      readonly restore_if_deleted: boolean;
    };
    readonly run: { readonly id: string | null; readonly name: string | null; readonly nested: boolean };
    readonly params: {
      readonly dict_params: { readonly flatten: boolean; readonly recursive: boolean; readonly sep: string };
      readonly long_params_strategy: LongParamStrategy;
    };
  };
  /** Where the page listens. */
  readonly ui: { readonly port: string | number; readonly host: string };
}

const TEXT = z.string().nullable().default(null);
// Where kedro-mlflow takes words for booleans too.
const WORDS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...["true", "yes", "on", "1", "y", "t", 1].map((word) => [word, true] as const),
  ...["false", "no", "off", "0", "n", "f", 0].map((word) => [word, false] as const),
]);
const LAX_BOOLEAN = z.preprocess(
  (value) => WORDS.get(typeof value === "string" ? value.toLowerCase() : value) ?? value,
  z.boolean(),
);

const SCHEMA = z.strictObject({
  server: z.strictObject({
    mlflow_tracking_uri: TEXT,
    mlflow_registry_uri: TEXT,
    credentials: TEXT,
    request_header_provider: z.strictObject({
      type: TEXT,
      pass_context: LAX_BOOLEAN.default(false),
      init_kwargs: z.record(z.string(), z.string()).default({}),
    }).prefault({}),
  }).prefault({}),
  tracking: z.strictObject({
    disable_tracking: z.strictObject({
      pipelines: z.array(z.string()).default([]),
      disable_autologging: LAX_BOOLEAN.default(true),
    }).prefault({}),
    experiment: z.strictObject({
      name: z.string().min(1).exactOptional(),
      create_experiment_kwargs: z.strictObject({
        artifact_location: TEXT,
        tags: z.record(z.string(), z.unknown()).nullable().default(null),
      }).prefault({}),
      restore_if_deleted: z.boolean().default(true),
    }).prefault({}),
    run: z.strictObject({ id: TEXT, name: TEXT, nested: z.boolean().default(true) }).prefault({}),
    params: z.strictObject({
      dict_params: z.strictObject({
        flatten: z.boolean().default(false),
        recursive: z.boolean().default(true),
        sep: z.string().default("."),
      }).prefault({}),
      long_params_strategy: z.enum(["fail", "truncate", "tag"]).default("fail"),
    }).prefault({}),
  }).prefault({}),
  ui: z.strictObject({
    port: z.union([z.int(), z.string()])
      .refine(isPort, "must be a port: a whole number from 0 to 65535").default("5000"),
    host: z.string().default("127.0.0.1"),
  }).prefault({}),
});

/** Check `mlflow.yml` in the layout that kedro-mlflow has had since 0.8. */
export function checkMlflowFile(
  { data, placeOf }: Located<ConfigObject>,
): { readonly value: MlflowFile } | { readonly issues: readonly Issue[] } {
  const result = checkWith(SCHEMA, data, {
    owner: "mlflow.yml",
    unknownKey: "is not a key of mlflow.yml",
    code: "tracking",
  });
  if ("value" in result) return result;
  return { issues: result.issues.map((issue) => placeIssue(issue, placeOf)) };
}

/** Whether `mlflow.yml` has a key. */
export function isMlflowKey(path: readonly (string | number)[]): boolean {
  return knownKeys(SCHEMA, path.slice(0, -1)).includes(String(path.at(-1)));
}

function isPort(port: string | number): boolean {
  return /^\d{1,5}$/.test(String(port)) && Number(port) <= 65_535;
}
