import { type MlflowServer, startMlflow } from "./mlflow_server.ts";
import { tempDir } from "./temp_dir.ts";

/** A server of MLflow that wants to know who asks. */
export interface MlflowAccounts extends MlflowServer {
  /** Its only user, who may do everything. */
  readonly username: string;
  /** The password. */
  readonly password: string;
  /** Its address with both in it. */
  readonly ownUrl: string;
}

/** Start a server with accounts, as `mlflow server --app-name basic-auth` does it. */
export async function startMlflowWithAccounts(): Promise<MlflowAccounts> {
  const dir = await tempDir();
  const [username, password] = ["admin", "auk-and-puffin-17"];
  const settings = {
    default_permission: "READ",
    database_uri: `sqlite:///${dir.join("accounts.db")}`,
    admin_username: username,
    admin_password: password,
    authorization_function: "mlflow.server.auth:authenticate_request_basic_auth",
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`);
  await dir.write({ "accounts.ini": `[mlflow]\n${lines.join("")}` });
  const server = await startMlflow({
    args: ["--app-name", "basic-auth"],
    env: {
      MLFLOW_FLASK_SERVER_SECRET_KEY: "for the tests",
      MLFLOW_AUTH_CONFIG_PATH: dir.join("accounts.ini"),
    },
  });
  return {
    ...server,
    username,
    password,
    ownUrl: server.url.replace("http://", `http://${username}:${password}@`),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
}
