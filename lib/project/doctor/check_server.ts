import { reasonOf } from "../../core/describe_value.ts";
import { openEmbeddedStore } from "../../tracking/embedded/embedded_store.ts";
import { connectMlflow } from "../../tracking/mlflow/connection.ts";
import { parseMlflowSettings } from "../../tracking/mlflow/mlflow_settings.ts";
import { readServerInfo } from "../../tracking/mlflow/server_info.ts";
import type { ServerSettings } from "../../tracking/settings/server.ts";
import type { TrackingSettings } from "../../tracking/settings.ts";
import { failure, type Finding, warning, well } from "./finding.ts";

const TIMEOUT = 10_000;
// Logged models and registered versions need what came with it.
const OLDEST = 3;

/** Whether the server that runs are copied to answers, lets us in and can take everything, and whether anything waits. */
export async function checkServer(
  root: string,
  settings: TrackingSettings,
  home: string | undefined,
): Promise<readonly Finding[]> {
  const { server, refusal } = settings;
  if (refusal !== undefined) {
    return [failure("server", refusal.message, "correct it, or use kedge run --no-track")];
  }
  if (server === undefined) {
    return [well("server", "none is configured: runs stay in .kedge"), ...await waiting(root)];
  }
  return [...await ask(server, home), ...await waiting(root)];
}

async function ask(
  { uri, variables }: ServerSettings,
  home: string | undefined,
): Promise<readonly Finding[]> {
  let endpoint = "the server";
  try {
    const variable = (name: string): string | undefined => {
      const value = variables[name];
      return value === undefined ? undefined : String(value.reveal());
    };
    const checked = parseMlflowSettings(uri, { variable, timeout: TIMEOUT, retries: 0 });
    endpoint = checked.endpoint;
    await using connection = connectMlflow(checked, { home });
    const { version, servesArtifacts, auth } = await readServerInfo(connection);
    // Who may not look may not write either.
    await connection.send({
      method: "POST",
      path: "api/2.0/mlflow/experiments/search",
      json: { max_results: 1 },
      what: "look at experiments",
      isRepeatable: true,
    });
    const accounts = auth === undefined ? "" : `, ${auth}`;
    return [
      well("server", `${endpoint} answers: MLflow ${version}${accounts}`),
      ...(Number.parseInt(version) < OLDEST
        ? [
          warning(
            "server",
            `MLflow ${version} has no logged models`,
            "models of runs stay here; use MLflow 3 to have them there",
          ),
        ]
        : []),
      ...(servesArtifacts === false
        ? [
          warning(
            "server",
            "it does not pass on artifacts",
            "start it with --serve-artifacts; until then artifacts stay here",
          ),
        ]
        : []),
    ];
  } catch (error) {
    return [failure("server", reasonOf(error), adviceFor(error, endpoint))];
  }
}

function adviceFor(error: unknown, endpoint: string): string {
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  if (status === 401 || status === 403) {
    return "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, or name them in credentials.yml";
  }
  if (error instanceof Error && error.name === "NotCapable") {
    return `allow it with --allow-net=${new URL(endpoint).host}`;
  }
  return "start it, or correct its address; runs are recorded here meanwhile, and kedge sync copies them later";
}

async function waiting(root: string): Promise<readonly Finding[]> {
  await using store = openEmbeddedStore(root, { readOnly: true });
  const targets = await store.describeReplication().catch(() => []);
  return targets.flatMap(({ uri, unfinished }) => {
    const waits = unfinished.filter((replica) => replica.waiting > 0).length;
    const refused = unfinished.reduce((sum, replica) => sum + replica.refused.length, 0);
    if (waits === 0 && refused === 0) return [];
    return [warning(
      "copying",
      `${uri} lacks something of ${unfinished.length} thing${
        unfinished.length === 1 ? "" : "s"
      }; it refused ${refused}`,
      waits > 0 ? "copy it with: kedge sync" : "see why with: kedge sync --status",
    )];
  });
}
