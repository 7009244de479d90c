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
    return [well("server", "none is configured: runs stay in .kedge"), ...await waiting(root, server)];
  }
  return [...await ask(server, home), ...await waiting(root, server)];
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

const MEANWHILE = "runs are recorded here meanwhile, and kedge sync copies them later";

function adviceFor(error: unknown, endpoint: string): string {
  if (!(error instanceof Error)) return MEANWHILE;
  if (error.name === "NotCapable") return `allow it with --allow-net=${new URL(endpoint).host}`;
  const status = "status" in error ? Number(error.status ?? 0) : 0;
  if (status === 401) {
    return "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, or name them in credentials.yml";
  }
  // Such messages say themselves what is to be changed, there or here.
  if (EXPLAINED.test(error.message)) return `change that; ${MEANWHILE}`;
  if (status === 403) return `ask whoever runs it for the right to, or log in as somebody else; ${MEANWHILE}`;
  if (status === 429 || (status >= 500 && status !== 501)) return `wait, or look into its log; ${MEANWHILE}`;
  const isSetting = [0, 400, 501].includes(status) && "code" in error &&
    error.code !== "TEMPORARILY_UNAVAILABLE";
  if (isSetting) return "correct it in the environment, mlflow.yml, kedge.yml or credentials.yml";
  return `start it, or correct its address; ${MEANWHILE}`;
}

const EXPLAINED =
  /start MLflow with|workspaces are not enabled|check the address|use the address|raise its limit|certificate|TLS/;

async function waiting(root: string, server: ServerSettings | undefined): Promise<readonly Finding[]> {
  await using store = openEmbeddedStore(root, { readOnly: true });
  const targets = await store.describeReplication().catch(() => []);
  return targets.flatMap(({ uri, unfinished }) => {
    const waits = unfinished.filter((replica) => replica.waiting > 0).length;
    const refused = unfinished.reduce((sum, replica) => sum + replica.refused.length, 0);
    if (waits === 0 && refused === 0) return [];
    const others = endpointOf(server) === uri ? "" : ` --to ${uri}`;
    return [warning(
      "copying",
      `${uri} lacks something of ${unfinished.length} thing${
        unfinished.length === 1 ? "" : "s"
      }; it refused ${refused}`,
      refused > 0 ? "see why with: kedge sync --status" : `copy it with: kedge sync${others}`,
    )];
  });
}

function endpointOf(server: ServerSettings | undefined): string | undefined {
  try {
    return server && parseMlflowSettings(server.uri).endpoint;
  } catch {
    return undefined; // what is wrong with it has been told
  }
}
