import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { capture } from "../../tasks/process.ts";
import { findPython } from "../../tasks/services/python.ts";

const SCRIPTS = new URL("../services/mlflow/", import.meta.url);

/** Run a script of `tests/services/mlflow` with the Python that has MLflow, in a folder; gives what it printed last. */
export async function runMlflowScript(
  script: string,
  args: readonly string[],
  { cwd }: { readonly cwd: string },
): Promise<string> {
  const python = await findPython("mlflow");
  assert.ok(python !== undefined, "MLflow is not installed: deno task services install");
  const path = fileURLToPath(new URL(script, SCRIPTS));
  const { code, stdout, stderr } = await capture(python, ["-W", "ignore", path, ...args], {
    cwd,
    env: { MLFLOW_ALLOW_FILE_STORE: "true", MLFLOW_DISABLE_TELEMETRY: "true", DO_NOT_TRACK: "true" },
  });
  assert.equal(code, 0, stderr);
  return stdout.trimEnd().split("\n").at(-1) ?? "";
}
