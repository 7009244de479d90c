import { isS3Uri } from "../../stores/s3/s3_uri.ts";
import { schemeOf } from "../../stores/remote_resolver.ts";
import { TrackingError } from "../../core/errors.ts";
import type { Issue, SourcePlace } from "../../core/issue.ts";
import type { Located, PlaceOf } from "../../core/located.ts";
import type { SecretTree } from "../../core/secret_tree.ts";
import { suggest } from "../../core/suggest.ts";
import { entryTexts } from "../entry_text.ts";
import { checkEntries, checkExperimentName, checkExperimentTag } from "../limits.ts";
import { redact } from "../system/command_line.ts";
import { RUN_NAME_TAG, RUN_NOTE_TAG } from "../tag_names.ts";
import type { KedgeFile } from "./kedge_file.ts";
import type { MlflowFile } from "./mlflow_file.ts";

/** `server.credentials` must name an entry of `credentials.yml`, when that could be read. */
export function checkCredentials(
  { server: { credentials: name } }: MlflowFile,
  credentials: Located<SecretTree> | undefined,
  placeOf: PlaceOf,
): readonly Issue[] {
  if (name === null || credentials === undefined || Object.hasOwn(credentials.data, name)) return [];
  return [{
    code: "tracking.unknown_credentials",
    message: `server.credentials is "${name}": there is no such entry in credentials.yml`,
    place: placeOf(["server", "credentials"]),
    suggestion: suggest(name, Object.keys(credentials.data)),
  }];
}

/** What the store would refuse of an experiment. */
export function checkExperiment(
  { tracking: { experiment } }: MlflowFile,
  placeOf: PlaceOf,
): readonly Issue[] {
  const path = ["tracking", "experiment"];
  const { name } = experiment;
  const { tags: given, artifact_location: location } = experiment.create_experiment_kwargs;
  const tags = given ?? {};
  return [
    ...name === undefined ? [] : refusals(() => checkExperimentName(name), [...path, "name"], placeOf),
    ...Object.entries(entryTexts(tags)).flatMap(([key, value]) =>
      refusals(
        () => checkExperimentTag(key, value),
        [...path, "create_experiment_kwargs", "tags", key],
        placeOf,
      )
    ),
    ...location !== null && !isArtifactLocation(location)
      ? [notAFolder(location, placeOf([...path, "create_experiment_kwargs", "artifact_location"]))]
      : [],
  ];
}

/** A place is kept as it is, and told with every artifact: it must not be made of a secret. */
export function checkLocation(
  { tracking: { experiment: { create_experiment_kwargs: { artifact_location: location } } } }: MlflowFile,
  { isMadeOfSecret, placeOf }: {
    readonly isMadeOfSecret: (group: string, path: readonly string[]) => boolean;
    readonly placeOf: PlaceOf;
  },
): readonly Issue[] {
  const path = ["tracking", "experiment", "create_experiment_kwargs", "artifact_location"];
  if (location === null || !isMadeOfSecret("mlflow", path)) return [];
  const place = placeOf(path);
  return [{
    code: "tracking.secret_location",
    message: `${
      path.join(".")
    } is made of a secret, and the place of artifacts is kept and shown. Name a folder that tells none`,
    // The line may hold the secret.
    place: place && { ...place, text: undefined },
  }];
}

function isArtifactLocation(location: string): boolean {
  const scheme = schemeOf(location);
  if (scheme === "s3") return isS3Uri(location);
  return scheme === undefined || scheme === "file";
}

function notAFolder(location: string, place: SourcePlace | undefined): Issue {
  return {
    code: "tracking.wrong_value",
    message:
      `tracking.experiment.create_experiment_kwargs.artifact_location must be a folder of this machine or s3://BUCKET/FOLDER: it is "${
        redact(location)
      }"`,
    place: place && { ...place, text: undefined },
  };
}

/** What the store would refuse of a run. */
export function checkRun({ tracking: { run } }: KedgeFile, placeOf: PlaceOf): readonly Issue[] {
  const tags = Object.entries(entryTexts(run.tags));
  return [
    ...tags.flatMap(([key, value]) =>
      refusals(() => checkEntries({ tags: [[key, value]] }), ["tracking", "run", "tags", key], placeOf)
    ),
    ...tags.filter(([key]) => key === RUN_NAME_TAG).map(([key]): Issue => ({
      code: "tracking.wrong_value",
      message: `tracking.run.tags.${key} names the run: write tracking.run.name in mlflow.yml`,
      place: placeOf(["tracking", "run", "tags", key], "key"),
    })),
    ...refusals(
      () => checkEntries({ tags: [[RUN_NOTE_TAG, run.description ?? ""]] }),
      ["tracking", "run", "description"],
      placeOf,
    ),
  ];
}

// What the store would refuse when the run begins is told now.
function refusals(check: () => void, path: readonly string[], placeOf: PlaceOf): readonly Issue[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof TrackingError)) throw error;
    return [{
      code: "tracking.wrong_value",
      message: `${path.join(".")}: ${error.message}`,
      path,
      place: placeOf(path),
    }];
  }
}
