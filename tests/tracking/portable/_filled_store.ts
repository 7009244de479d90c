import type { EmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { exportRuns } from "../../../lib/tracking/transfer_runs.ts";

/** Id of the run that {@linkcode fill} makes. */
export const ID = "8f3c".padEnd(32, "0");

/** Put a run with something of everything into a store. */
export async function fill(store: EmbeddedStore): Promise<void> {
  const experimentId = store.ensureExperiment("birds");
  const tags = { "mlflow.user": "ada", team: "birds" };
  store.insertRun(ID, { experimentId, runName: "shining-auk-417", startTime: 1000, tags });
  store.write(ID, {
    params: [["lr", "0.1"]],
    metrics: [1, NaN, -Infinity].map((value, step) => ({ key: "loss", value, step, timestamp: 5 })),
  });
  store.writeNodes(ID, [{ node: "train", status: "failed", startTime: 1000, duration: 1.5, error: "no" }]);
  store.writeLogLines(ID, [{ time: 1, level: "warn", node: "train", message: "hello" }]);
  const dataset = { name: "raw", digest: "1", sourceType: "local", source: "{}", profile: "{}" };
  store.writeDatasetUses(ID, [{
    role: "output",
    dataset,
    time: 1,
    uri: "a.csv",
    node: "train",
    tags: { a: "b" },
  }]);
  store.writeSnapshots(ID, [{ name: "graph.json", text: "[]", sha256: "1" }]);
  await store.writeArtifact(ID, "plots/ä b.svg", new TextEncoder().encode("<svg/>"));
  store.finishRun(ID, { status: "FAILED", endTime: 2000 });
}

/** Write the runs of a store into an archive; gives its path. */
export async function exported(store: EmbeddedStore, path: string): Promise<string> {
  const { items } = await store.searchRuns();
  await Deno.writeFile(path, await exportRuns(store, items, { format: "archive" }));
  return path;
}
