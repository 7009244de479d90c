import { environVariable } from "../core/environ.ts";
import type { MlflowOptions } from "./mlflow/mlflow_options.ts";
import type { MlflowStore } from "./mlflow/mlflow_store.ts";

/**
 * Open a server of MLflow as a tracking store: the same methods as {@linkcode openEmbeddedStore} gives, over REST. Nothing is
 * asked before it is needed. What the options leave out is taken from MLflow's environment variables, as its own client does, and
 * from `~/.mlflow/credentials`; secrets are never shown. What such a server cannot keep is said by `traits`.
 *
 * @param uri Address of the server, with its path if it has one. A user and password in it are sent, and never shown.
 * @throws {TrackingError} Code `INVALID_PARAMETER_VALUE`, when address or options make no sense.
 *
 * @example Look at the best runs of a shared server
 * ```ts
 * import assert from "node:assert/strict";
 * import { openMlflowStore, secret } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * // Stands for a server of MLflow here.
 * const run = { info: { run_id: "8f3c", run_name: "best" }, data: { metrics: [{ key: "loss", value: 0.1 }] } };
 * await using server = Deno.serve({ port: 0, onListen: () => {} }, () => Response.json({ runs: [run] }));
 *
 * await using store = await openMlflowStore(`http://localhost:${server.addr.port}`, { token: secret("t0ken") });
 * const { items } = await store.searchRuns({ experimentIds: ["1"], filter: "metrics.loss < 0.5" });
 *
 * assert.equal(items[0]?.info.runName, "best");
 * assert.equal(items[0].metrics["loss"]?.value, 0.1);
 * ```
 */
export async function openMlflowStore(uri: string | URL, options: MlflowOptions = {}): Promise<MlflowStore> {
  const { variable = environVariable } = options;
  const { openMlflow } = await import(MLFLOW) as typeof import("./mlflow/mlflow_store.ts");
  return openMlflow(uri, { ...options, variable, home: variable("HOME") ?? variable("USERPROFILE") });
}

// Not a literal import(): a pipeline runs without it.
const MLFLOW: string = "./mlflow/mlflow_store.ts";
