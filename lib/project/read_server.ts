import { environVariable } from "../core/environ.ts";
import { parseTrackingSettings } from "../tracking/settings.ts";
import type { ServerSettings } from "../tracking/settings/server.ts";
import { findProject } from "./find_project.ts";
import { type ProjectConfigOptions, readProjectConfig } from "./project_config.ts";

/**
 * The server that runs of a folder are copied to: the one that its configuration names, else that of `MLFLOW_TRACKING_URI`;
 * `undefined` when there is none.
 *
 * @throws {ConfigError} When the configuration is wrong.
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
  options: ProjectConfigOptions = {},
): Promise<ServerSettings | undefined> {
  const { variables = { get: environVariable } } = options;
  const root = await findProject(dir);
  const config = root === undefined ? {} : await readProjectConfig(root, options);
  return parseTrackingSettings(config, { root: root ?? dir, variable: (name) => variables.get(name) }).server;
}
