import type { ConfigObject } from "../core/config_value.ts";
import { ConfigError } from "../core/errors.ts";
import { describeProblems, inFileOrder, type Issue } from "../core/issue.ts";
import { type Located, placeIssue } from "../core/located.ts";
import { checkWith, type ZodSchema } from "../core/zod_issues.ts";
import { z } from "../deps/zod.ts";

/** How runs are recorded. */
export interface TrackingSettings {
  /** Name of the experiment, if one is configured. */
  readonly experiment: string | undefined;
  /** Name of the run, if one is configured. */
  readonly runName: string | undefined;
  /** `full` makes every write survive a power failure, `normal` only the end of the process at any moment. */
  readonly durability: "normal" | "full";
}

/** Configuration that tracking reads. */
export interface TrackingConfig {
  /** `mlflow.yml`, as kedro-mlflow knows it. */
  readonly mlflow?: Located<ConfigObject> | undefined;
  /** `kedge.yml`. */
  readonly kedge?: Located<ConfigObject> | undefined;
}

const MLFLOW = z.strictObject({
  tracking: z.strictObject({
    experiment: z.strictObject({ name: z.string().min(1).exactOptional() }).exactOptional(),
    run: z.strictObject({ name: z.string().nullable().exactOptional() }).exactOptional(),
  }).exactOptional(),
});

// Other sections of kedge.yml belong to other rooms.
const KEDGE = z.looseObject({
  tracking: z.strictObject({ durability: z.enum(["normal", "full"]).exactOptional() }).exactOptional(),
});

/**
 * Read the settings of tracking.
 *
 * @throws {ConfigError} when a key is unknown or not supported yet, or a value is wrong, with every problem.
 */
export function parseTrackingSettings({ mlflow, kedge }: TrackingConfig = {}): TrackingSettings {
  const issues: Issue[] = [];
  const mlflowData = check(MLFLOW, mlflow, {
    owner: "mlflow.yml",
    unknownKey: "is not supported yet",
    issues,
  });
  const kedgeData = check(KEDGE, kedge, {
    owner: "kedge.yml",
    unknownKey: "is not a key of kedge.yml",
    issues,
  });
  if (issues.length > 0) {
    const sorted = inFileOrder(issues);
    throw new ConfigError(describeProblems("configuration", sorted), { issues: sorted });
  }
  const { experiment, run } = mlflowData?.tracking ?? {};
  return {
    experiment: experiment?.name,
    // An empty name means none, as in kedro-mlflow.
    runName: run?.name || undefined,
    durability: kedgeData?.tracking?.durability ?? "normal",
  };
}

function check<T>(
  schema: ZodSchema<T>,
  config: Located<ConfigObject> | undefined,
  { issues, ...words }: { readonly owner: string; readonly unknownKey: string; readonly issues: Issue[] },
): T | undefined {
  if (config === undefined) return undefined;
  const result = checkWith(schema, config.data, { ...words, code: "tracking" });
  if ("value" in result) return result.value;
  issues.push(
    ...result.issues.map((issue) => placeIssue(issue, config.placeOf)),
  );
  return undefined;
}
