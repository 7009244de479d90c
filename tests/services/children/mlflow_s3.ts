import { openMlflowStore } from "../../../lib/tracking/open_mlflow_store.ts";

// Usage: mlflow_s3.ts SERVER     stores artifacts of a run and of a model, reads them back, and prints what is there

const [server = ""] = Deno.args;
await using store = await openMlflowStore(server, {});
const experimentId = await store.createExperiment("in S3");
const { info: { runId, artifactUri } } = await store.createRun({ experimentId });
const written = await store.writeArtifact(
  runId,
  "deep/a b.txt",
  ReadableStream.from([utf8("hel"), utf8("lo")]),
);
const { modelId } = await store.createLoggedModel({ experimentId, sourceRunId: runId, name: "forest" });
await store.writeModelArtifact(modelId, "MLmodel", utf8("flavors: {}"));
const missing = await store.readArtifact(runId, "none.txt").catch((error: Error) => error);
console.log(JSON.stringify({
  runId,
  artifactUri,
  sha256: written.sha256,
  artifacts: (await store.listArtifacts(runId)).map(({ path, size }) => [path, size]),
  below: (await store.listArtifacts(runId, "deep")).map(({ path }) => path),
  part: await new Response(await store.readArtifact(runId, "deep/a b.txt", { start: 1, end: 3 })).text(),
  model: (await store.listModelArtifacts(modelId)).map(({ path, size }) => [path, size]),
  file: await new Response(await store.readModelArtifact(modelId, "MLmodel")).text(),
  missing: missing instanceof Error ? `${missing.name}: ${missing.message}` : "there",
}));

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
