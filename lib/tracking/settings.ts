import type { ConfigObject } from "../core/config_value.ts";
import { ConfigError } from "../core/errors.ts";
import { describeProblems, inFileOrder, type Issue } from "../core/issue.ts";
import { type Located, type PlaceOf, withoutIssues } from "../core/located.ts";
import type { Secret } from "../core/secret.ts";
import type { SecretTree } from "../core/secret_tree.ts";
import { entryTexts } from "./entry_text.ts";
import { checkCredentials, checkExperiment, checkLocation, checkRun } from "./settings/check_values.ts";
import { readTrackingEnvironment, type TrackingEnvironment } from "./settings/environment.ts";
import { renewFlatFile } from "./settings/flat_file.ts";
import { hideSecrets } from "./settings/hide_secrets.ts";
import { checkKedgeFile, isKedgeKey, type KedgeFile, type NestBy } from "./settings/kedge_file.ts";
import {
  checkMlflowFile,
  isMlflowKey,
  type LongParamStrategy,
  type MlflowFile,
} from "./settings/mlflow_file.ts";
import { reachVariables, type ServerSettings } from "./settings/server.ts";
import { serverNotices } from "./settings/server_notices.ts";
import { meaningOf, type UriMeaning } from "./settings/tracking_uri.ts";
import { RUN_NOTE_TAG } from "./tag_names.ts";

/** How runs are recorded. */
export interface TrackingSettings {
  /** Runs of nothing but these pipelines are not recorded. */
  readonly disabledPipelines: readonly string[];
  /** The experiment of runs. */
  readonly experiment: ExperimentSettings;
  /** The runs. */
  readonly run: RunSettings;
  /** The parameters of runs. */
  readonly params: ParamSettings;
  /** Where the page listens. */
  readonly ui: { readonly port: number; readonly host: string };
  /** `full` makes every write survive a power failure, `normal` only the end of the process at any moment. */
  readonly durability: "normal" | "full";
  /** Record which data runs read and wrote, and what they were made from. */
  readonly lineage: boolean;
  /** Keep the difference between the files of git and its last commit with each run. */
  readonly gitDiff: boolean;
  /** Record use of processor and memory. */
  readonly systemMetrics: boolean;
  /** The server that runs are copied to, if there is one. */
  readonly server: ServerSettings | undefined;
  /** What a user should know, though nothing is wrong. */
  readonly notices: readonly Issue[];
  /** Why runs cannot be recorded; then they can still run untracked. */
  readonly refusal: Issue | undefined;
}

/** Which experiment, and how it is made when there is none. */
export interface ExperimentSettings {
  /** Its name, if one is configured. */
  readonly name: string | undefined;
  /** Its id, if one is asked for by `MLFLOW_EXPERIMENT_ID`; it must exist. */
  readonly id: string | undefined;
  /** Where the artifacts of its runs go, when it is made. */
  readonly artifactLocation: string | undefined;
  /** Its tags, when it is made. */
  readonly tags: Readonly<Record<string, string>>;
  /** Restore it if it was deleted; otherwise it is refused. */
  readonly restoreIfDeleted: boolean;
}

/** What runs are called and marked with. */
export interface RunSettings {
  /** The run to go on with, if one is configured. */
  readonly id: string | undefined;
  /** The run to go on with once, by `MLFLOW_RUN_ID`. */
  readonly idOnce: string | undefined;
  /** Name, if one is configured. */
  readonly name: string | undefined;
  /** Tags, the description among them. */
  readonly tags: Readonly<Record<string, string>>;
  /** What gets a run of its own inside the run. */
  readonly nest: NestBy;
}

/** Which parameters are recorded, and how. */
export interface ParamSettings {
  /** Record maps key by key. */
  readonly flatten: boolean;
  /** Look into maps inside maps too. */
  readonly recursive: boolean;
  /** Between the keys. */
  readonly sep: string;
  /** What to do with values that are too long. */
  readonly longValues: LongParamStrategy;
  /** Patterns of those to record; all when there are none. */
  readonly include: readonly string[];
  /** Patterns of those not to record. */
  readonly exclude: readonly string[];
  /** Patterns of those whose value is not shown, beside the default ones. */
  readonly redact: readonly string[];
}

/** Configuration that tracking reads. */
export interface TrackingConfig {
  /** `mlflow.yml`, as kedro-mlflow knows it. */
  readonly mlflow?: Located<ConfigObject> | undefined;
  /** `kedge.yml`. */
  readonly kedge?: Located<ConfigObject> | undefined;
  /** `credentials.yml`; when it is given, `server.credentials` must name an entry of it. */
  readonly credentials?: Located<SecretTree> | undefined;
}

/** What else settings depend on. */
export interface TrackingSettingsOptions {
  /** Folder of the project. @default {"."} */
  readonly root?: string | undefined;
  /** Environment variables. @default {none} */
  readonly variable?: ((name: string) => string | undefined) | undefined;
  /** Whether a value is made of a secret, by kind of configuration and keys down to it: no name or tag must tell it. */
  readonly isMadeOfSecret?: ((group: string, path: readonly string[]) => boolean) | undefined;
}

const NOTHING: Located<ConfigObject> = { data: {}, placeOf: () => undefined };

/**
 * Read the settings of tracking. What `mlflow.yml` says wins over MLflow's environment variables.
 *
 * @throws {ConfigError} when a key is unknown, stands in the wrong file, or has a wrong value, with every problem.
 */
export function parseTrackingSettings(
  config: TrackingConfig = {},
  options: TrackingSettingsOptions = {},
): TrackingSettings {
  const { root = ".", variable = () => undefined, isMadeOfSecret = () => false } = options;
  const issues: Issue[] = [];
  const written = config.mlflow ?? NOTHING;
  const renewed = renewFlatFile(written);
  const mlflowFile = renewed?.file ?? written;
  const kedgeFile = config.kedge ?? NOTHING;
  const mlflow = checkMlflowFile(mlflowFile);
  const kedge = checkKedgeFile(kedgeFile);
  if ("issues" in mlflow) {
    issues.push(...mlflow.issues.map((issue) => inWrongFile(issue, isKedgeKey, "kedge.yml")));
  }
  const sound = soundPart(mlflowFile, checkMlflowFile, mlflow);
  if (sound !== undefined) {
    issues.push(...checkCredentials(sound, config.credentials, mlflowFile.placeOf));
    issues.push(...checkExperiment(sound, mlflowFile.placeOf));
    issues.push(...checkLocation(sound, { isMadeOfSecret, placeOf: mlflowFile.placeOf }));
  }
  if ("issues" in kedge) {
    issues.push(...kedge.issues.map((issue) => inWrongFile(issue, isMlflowKey, "mlflow.yml")));
  }
  const soundOurs = soundPart(kedgeFile, checkKedgeFile, kedge);
  if (soundOurs !== undefined) issues.push(...checkRun(soundOurs, kedgeFile.placeOf));
  const environment = readTrackingEnvironment(variable, issues);
  const meaning: UriMeaning = sound === undefined
    ? {}
    : uriMeaning(sound, { environment, root, placeOf: mlflowFile.placeOf });
  if (!("value" in mlflow && "value" in kedge) || issues.length > 0) {
    // By itself it keeps no run from running untracked.
    if (meaning.refusal !== undefined) issues.push(meaning.refusal);
    const sorted = inFileOrder(issues);
    throw new ConfigError(describeProblems("configuration", sorted), { issues: sorted });
  }
  const shown = hideSecrets({ mlflow: mlflow.value, kedge: kedge.value }, {
    isMadeOfSecret,
    placeOf: mlflowFile.placeOf,
  });
  return {
    ...toSettings(shown.mlflow, shown.kedge, environment),
    notices: [
      renewed?.notice,
      meaning.notice,
      ...shown.notices,
      ...meaning.server === undefined ? [] : serverNotices(mlflow.value, {
        uri: meaning.server,
        headers: kedge.value.tracking.server.headers,
        registryUri: environment.registryUri,
        placeOf: mlflowFile.placeOf,
      }),
    ].filter((notice) => notice !== undefined),
    refusal: meaning.refusal,
    server: meaning.server === undefined ? undefined : {
      uri: meaning.server,
      variables: reachVariables(variable, {
        entry: credentialsOf(mlflow.value, config.credentials),
        kedge: kedge.value.tracking.server,
        provider: mlflow.value.server.request_header_provider,
        root,
      }),
      onError: kedge.value.tracking.on_error,
      flushSeconds: kedge.value.tracking.flush_seconds,
    },
  };
}

type Checked<File> = { readonly value: File } | { readonly issues: readonly Issue[] };

// What is right in a file with mistakes is looked at too: all problems are told at once.
function soundPart<File>(
  file: Located<ConfigObject>,
  check: (file: Located<ConfigObject>) => Checked<File>,
  checked: Checked<File>,
): File | undefined {
  if ("value" in checked) return checked.value;
  const again = check(withoutIssues(file, checked.issues));
  return "value" in again ? again.value : undefined;
}

function credentialsOf(
  { server: { credentials: name } }: MlflowFile,
  credentials: Located<SecretTree> | undefined,
): Secret | SecretTree | undefined {
  return name === null ? undefined : credentials?.data[name];
}

function toSettings(
  { tracking, ui }: MlflowFile,
  { tracking: ours }: KedgeFile,
  environment: TrackingEnvironment,
): Omit<TrackingSettings, "notices" | "refusal" | "server"> {
  const { create_experiment_kwargs: created, restore_if_deleted: restoreIfDeleted } = tracking.experiment;
  const { dict_params: dicts, long_params_strategy: longValues } = tracking.params;
  return {
    disabledPipelines: tracking.disable_tracking.pipelines,
    experiment: {
      name: tracking.experiment.name ?? environment.experimentName,
      id: tracking.experiment.name === undefined ? environment.experimentId : undefined,
      artifactLocation: created.artifact_location ?? undefined,
      tags: entryTexts(created.tags ?? {}),
      restoreIfDeleted,
    },
    run: {
      id: tracking.run.id ?? undefined,
      idOnce: tracking.run.id === null ? environment.runId : undefined,
      // An empty name means none, as in kedro-mlflow.
      name: tracking.run.name || undefined,
      tags: {
        ...environment.tags,
        ...entryTexts(ours.run.tags),
        ...(ours.run.description !== null && { [RUN_NOTE_TAG]: ours.run.description }),
      },
      nest: ours.run.nest,
    },
    params: { ...dicts, longValues, ...ours.params },
    ui: { port: Number(ui.port), host: ui.host },
    durability: ours.durability,
    lineage: ours.lineage,
    gitDiff: ours.git_diff,
    systemMetrics: ours.system_metrics,
  };
}

// Our own keys stand in a file of our own, as kedro-mlflow refuses keys that it does not know.
function inWrongFile(
  issue: Issue,
  isKeyOf: (path: readonly (string | number)[]) => boolean,
  file: string,
): Issue {
  if (issue.code !== "tracking.unknown_key" || !isKeyOf(issue.path ?? [])) return issue;
  return {
    ...issue,
    code: "tracking.wrong_file",
    message: `${issue.path?.join(".")} is a key of ${file}, under the same sections`,
    suggestion: undefined,
  };
}

function uriMeaning(
  { server }: MlflowFile,
  { environment, root, placeOf }: {
    readonly environment: TrackingEnvironment;
    readonly root: string;
    readonly placeOf: PlaceOf;
  },
): UriMeaning {
  if (server.mlflow_tracking_uri !== null) {
    const place = placeOf(["server", "mlflow_tracking_uri"]);
    return meaningOf({ uri: server.mlflow_tracking_uri, name: "server.mlflow_tracking_uri", place }, root);
  }
  if (environment.trackingUri === undefined) return {};
  return meaningOf({ uri: environment.trackingUri, name: "MLFLOW_TRACKING_URI", place: undefined }, root);
}
