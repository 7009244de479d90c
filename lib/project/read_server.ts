import { environVariable } from "../core/environ.ts";
import { parseTrackingSettings } from "../tracking/settings.ts";
import { FLUSH_SECONDS, reachVariables, type ServerSettings } from "../tracking/settings/server.ts";
import { findProject } from "./find_project.ts";
import { type ProjectConfigOptions, readProjectConfig } from "./project_config.ts";

/** How to find a server. */
export interface ReadServerOptions extends ProjectConfigOptions {
  /**
   * Address of a server to reach, instead of the project's. What the configuration says about the project's is for that server
   * alone: another one is reached as MLflow's variables say.
   */
  readonly uri?: string | undefined;
  /**
   * Told why the configuration cannot be read when `uri` says all that is needed: that server is reached as MLflow's variables
   * say. @default {the error is thrown}
   */
  readonly onUnreadable?: ((error: unknown) => void) | undefined;
}

/**
 * The server that runs of a folder are copied to: the one that its configuration names, else that of `MLFLOW_TRACKING_URI`;
 * `undefined` when there is none.
 *
 * @throws {ConfigError} When the configuration is wrong, and is needed.
 *
 * @example The server of a variable
 * ```ts
 * import assert from "node:assert/strict";
 * import { readServer } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const variables = {
 *   get: (name: string) => name === "MLFLOW_TRACKING_URI" ? "https://mlflow.example" : undefined,
 * };
 *
 * const server = await readServer(await Deno.makeTempDir(), { variables });
 *
 * assert.equal(server?.uri, "https://mlflow.example");
 * ```
 */
export async function readServer(
  dir: string,
  options: ReadServerOptions = {},
): Promise<ServerSettings | undefined> {
  const { uri, variables = { get: environVariable } } = options;
  const variable = (name: string): string | undefined => variables.get(name);
  let own: ServerSettings | undefined;
  try {
    own = await readOwnServer(dir, options, variable);
  } catch (error) {
    if (uri === undefined || options.onUnreadable === undefined) throw error;
    options.onUnreadable(error);
  }
  if (uri === undefined) return own;
  if (own !== undefined && originOf(own.uri) === originOf(uri)) return { ...own, uri };
  const { onError = "warn", flushSeconds = FLUSH_SECONDS } = own ?? {};
  return { uri, variables: reachVariables(variable), onError, flushSeconds };
}

async function readOwnServer(
  dir: string,
  options: ReadServerOptions,
  variable: (name: string) => string | undefined,
): Promise<ServerSettings | undefined> {
  const root = await findProject(dir);
  const config = root === undefined ? {} : await readProjectConfig(root, options);
  return parseTrackingSettings(config, { root: root ?? dir, variable }).server;
}

function originOf(uri: string): string | undefined {
  return URL.parse(uri)?.origin;
}
