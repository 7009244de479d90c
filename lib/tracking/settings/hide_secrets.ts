import type { Issue } from "../../core/issue.ts";
import type { PlaceOf } from "../../core/located.ts";
import { createRedactor, REDACTED } from "../redact.ts";
import type { KedgeFile } from "./kedge_file.ts";
import type { MlflowFile } from "./mlflow_file.ts";

/** Both files. */
export interface TrackingFiles {
  /** `mlflow.yml`. */
  readonly mlflow: MlflowFile;
  /** `kedge.yml`. */
  readonly kedge: KedgeFile;
}

/** What tells secrets, and where they are written. */
export interface HideSecretsOptions {
  /** Whether a value is made of a secret, by kind of configuration and keys down to it. */
  readonly isMadeOfSecret: (group: string, path: readonly string[]) => boolean;
  /** Where the values of `mlflow.yml` are written. */
  readonly placeOf: PlaceOf;
}

/**
 * Put `***` for what is made of a secret in what every list of runs shows: names, descriptions and tags of runs and
 * experiments. Tags of experiments are hidden by their names too; those of runs are when a run begins, with all its tags.
 */
export function hideSecrets(
  { mlflow, kedge }: TrackingFiles,
  { isMadeOfSecret, placeOf }: HideSecretsOptions,
): TrackingFiles & { readonly notices: readonly Issue[] } {
  const { experiment, run } = mlflow.tracking;
  const { create_experiment_kwargs: created } = experiment;
  const ours = kedge.tracking.run;
  const isNamedSecret = createRedactor(kedge.tracking.params.redact);
  const isSecret = (group: string, ...path: readonly string[]) =>
    isMadeOfSecret(group, ["tracking", ...path]);
  const isExperimentTagSecret = (key: string) =>
    isNamedSecret(key.split(".")) ||
    isSecret("mlflow", "experiment", "create_experiment_kwargs", "tags", key);
  const hidden = (["experiment", "run"] as const).filter((owner) => isSecret("mlflow", owner, "name"));
  return {
    mlflow: {
      ...mlflow,
      tracking: {
        ...mlflow.tracking,
        experiment: {
          ...experiment,
          ...hidden.includes("experiment") && { name: REDACTED },
          create_experiment_kwargs: {
            ...created,
            tags: hideTags(created.tags ?? {}, isExperimentTagSecret),
          },
        },
        run: { ...run, ...hidden.includes("run") && { name: REDACTED } },
      },
    },
    kedge: {
      ...kedge,
      tracking: {
        ...kedge.tracking,
        run: {
          ...ours,
          description: isSecret("kedge", "run", "description") ? REDACTED : ours.description,
          tags: hideTags(ours.tags, (key) => isSecret("kedge", "run", "tags", key)),
        },
      },
    },
    notices: hidden.map((owner) => secretName(owner, placeOf)),
  };
}

function hideTags(
  tags: Readonly<Record<string, unknown>>,
  isHidden: (key: string) => boolean,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [key, isHidden(key) ? REDACTED : value]),
  );
}

function secretName(owner: "experiment" | "run", placeOf: PlaceOf): Issue {
  const place = placeOf(["tracking", owner, "name"]);
  return {
    code: "tracking.secret_name",
    message:
      `tracking.${owner}.name is made of a secret: it is recorded as "${REDACTED}". Name it by something else`,
    // The line may hold the secret.
    place: place && { ...place, text: undefined },
  };
}
