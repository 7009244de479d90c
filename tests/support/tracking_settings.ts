import assert from "node:assert/strict";
import { loadConfig } from "../../lib/config/load_config.ts";
import { ConfigError } from "../../lib/core/errors.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import { parseTrackingSettings, type TrackingSettings } from "../../lib/tracking/settings.ts";
import { tempDir } from "./temp_dir.ts";

interface Files {
  readonly mlflow?: string;
  readonly kedge?: string;
  readonly credentials?: string;
}

type Environ = Readonly<Record<string, string>>;

/** The settings of a project with these files. */
export async function settingsOf(files: Files, environ: Environ = {}): Promise<TrackingSettings> {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/mlflow.yml": files.mlflow ?? "",
    "conf/base/kedge.yml": files.kedge ?? "",
    "conf/local/credentials.yml": files.credentials ?? "",
  });
  const config = await loadConfig({ root: dir.path });
  return parseTrackingSettings(config, { root: "/srv/penguins", variable: (name) => environ[name] });
}

/** What is wrong with these files, a line each. */
export async function problemsOf(files: Files, environ: Environ = {}): Promise<string[]> {
  const error = await settingsOf(files, environ).then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof ConfigError, `wanted a ConfigError, found ${error}`);
  return error.issues.map(describeIssue);
}
