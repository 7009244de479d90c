import type { ConfigObject } from "../../core/config_value.ts";
import { type Issue } from "../../core/issue.ts";
import type { JsonObject } from "../../core/json.ts";
import { type Located, placeIssue } from "../../core/located.ts";
import { once } from "../../core/once.ts";
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

/** What holds where nothing is written. */
const DEFAULTS: MlflowFile = {
  server: {
    mlflow_tracking_uri: null,
    mlflow_registry_uri: null,
    credentials: null,
    request_header_provider: { type: null, pass_context: false, init_kwargs: {} },
  },
  tracking: {
    disable_tracking: { pipelines: [], disable_autologging: true },
    experiment: {
      create_experiment_kwargs: { artifact_location: null, tags: null },
      restore_if_deleted: true,
    },
    run: { id: null, name: null, nested: true },
    params: {
      dict_params: { flatten: false, recursive: true, sep: "." },
      long_params_strategy: "fail",
    },
  },
  ui: { port: "5000", host: "127.0.0.1" },
};

// Where kedro-mlflow takes words for booleans too.
const WORDS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  ...["true", "yes", "on", "1", "y", "t", 1].map((word) => [word, true] as const),
  ...["false", "no", "off", "0", "n", "f", 0].map((word) => [word, false] as const),
]);
// Made when a file is first read: making it takes some milliseconds, and most projects say nothing.
const schema = once(() => {
  const text = z.string().nullable().default(null);
  const laxBoolean = z.preprocess(
    (value) => WORDS.get(typeof value === "string" ? value.toLowerCase() : value) ?? value,
    z.boolean(),
  );
  return z.strictObject({
    server: z.strictObject({
      mlflow_tracking_uri: text,
      mlflow_registry_uri: text,
      credentials: text,
      request_header_provider: z.strictObject({
        type: text,
        pass_context: laxBoolean.default(false),
        init_kwargs: z.record(z.string(), z.string()).default({}),
      }).prefault({}),
    }).prefault({}),
    tracking: z.strictObject({
      disable_tracking: z.strictObject({
        pipelines: z.array(z.string()).default([]),
        disable_autologging: laxBoolean.default(true),
      }).prefault({}),
      experiment: z.strictObject({
        name: z.string().min(1).exactOptional(),
        create_experiment_kwargs: z.strictObject({
          artifact_location: text,
          tags: z.record(z.string(), z.unknown()).nullable().default(null),
        }).prefault({}),
        restore_if_deleted: z.boolean().default(true),
      }).prefault({}),
      run: z.strictObject({ id: text, name: text, nested: z.boolean().default(true) }).prefault({}),
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
});

/** Check `mlflow.yml` in the layout that kedro-mlflow has had since 0.8. */
export function checkMlflowFile(
  { data, placeOf }: Located<ConfigObject>,
): { readonly value: MlflowFile } | { readonly issues: readonly Issue[] } {
  if (Object.keys(data).length === 0) return { value: DEFAULTS };
  const result = checkWith(schema(), data, {
    owner: "mlflow.yml",
    unknownKey: "is not a key of mlflow.yml",
    code: "tracking",
  });
  if ("value" in result) return result;
  return { issues: result.issues.map((issue) => placeIssue(issue, placeOf)) };
}

/** Whether `mlflow.yml` has a key. */
export function isMlflowKey(path: readonly (string | number)[]): boolean {
  return knownKeys(schema(), path.slice(0, -1)).includes(String(path.at(-1)));
}

function isPort(port: string | number): boolean {
  return /^\d{1,5}$/.test(String(port)) && Number(port) <= 65_535;
}

/** The JSON Schema of `mlflow.yml`. */
export function mlflowFileSchema(): JsonObject {
  // Made of JSON alone, as the specification says.
  return z.toJSONSchema(schema(), { io: "input", unrepresentable: "any" }) as unknown as JsonObject;
}
