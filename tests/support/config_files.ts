import assert from "node:assert/strict";
import { loadConfig, type LoadConfigOptions, type LoadedConfig } from "../../lib/config/load_config.ts";
import { ConfigError } from "../../lib/core/errors.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import { tempDir } from "./temp_dir.ts";

type Files = Readonly<Record<string, string>>;
type Options = Omit<LoadConfigOptions, "root">;

/** Load the configuration of a project made of `files` (paths below `conf`). */
export async function loadConfigFiles(files: Files, options: Options = {}): Promise<LoadedConfig> {
  await using dir = await tempDir();
  await dir.write(Object.fromEntries(Object.entries(files).map(([path, text]) => [`conf/${path}`, text])));
  return await loadConfig({ root: dir.path, ...options });
}

/** What is wrong with the configuration of a project made of `files`, a line each. */
export async function configProblems(files: Files, options: Options = {}): Promise<string[]> {
  const error = await loadConfigFiles(files, options).then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof ConfigError, `wanted a ConfigError, found ${error}`);
  return error.issues.map(describeIssue);
}
