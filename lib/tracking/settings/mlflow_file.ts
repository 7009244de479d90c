import type { ConfigObject } from "../../core/config_value.ts";
import { type Issue } from "../../core/issue.ts";
import type { JsonObject } from "../../core/json.ts";
import { type Located, placeIssue } from "../../core/located.ts";
import { once } from "../../core/once.ts";
import { checkWith, knownKeys } from "../../core/check_with.ts";
import * as s from "../../core/shapes.ts";

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
  const text = s.text().nullable().or(null);
  const laxBoolean = s.translated(
    (value) => WORDS.get(typeof value === "string" ? value.toLowerCase() : value) ?? value,
    s.flag(),
  );
  return s.map({
    server: s.map({
      mlflow_tracking_uri: text,
      mlflow_registry_uri: text,
      credentials: text,
      request_header_provider: s.map({
        type: text,
        pass_context: laxBoolean.or(false),
        init_kwargs: s.dictionary(s.text()).or({}),
      }).or({}),
    }).or({}),
    tracking: s.map({
      disable_tracking: s.map({
        pipelines: s.list(s.text()).or([]),
        disable_autologging: laxBoolean.or(true),
      }).or({}),
      experiment: s.map({
        name: s.text({ min: 1 }).optional(),
        create_experiment_kwargs: s.map({
          artifact_location: text,
          tags: s.dictionary(s.anything()).nullable().or(null),
        }).or({}),
        restore_if_deleted: s.flag().or(true),
      }).or({}),
      run: s.map({ id: text, name: text, nested: s.flag().or(true) }).or({}),
      params: s.map({
        dict_params: s.map({
          flatten: s.flag().or(false),
          recursive: s.flag().or(true),
          sep: s.text().or("."),
        }).or({}),
        long_params_strategy: s.choice(["fail", "truncate", "tag"]).or("fail"),
      }).or({}),
    }).or({}),
    ui: s.map({
      port: s.either([s.whole(), s.text()])
        .where(isPort, "must be a port: a whole number from 0 to 65535").or("5000"),
      host: s.text().or("127.0.0.1"),
    }).or({}),
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
  return schema().json;
}
