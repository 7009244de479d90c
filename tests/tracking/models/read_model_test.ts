import assert from "node:assert/strict";
import { openEmbeddedStore } from "../../../lib/tracking/embedded/embedded_store.ts";
import { logModel } from "../../../lib/tracking/logging/log_model.ts";
import { withRun } from "../../../lib/tracking/logging/with_run.ts";
import { readModel } from "../../../lib/tracking/models/read_model.ts";
import { runChild } from "../../support/run_child.ts";
import { tempDir } from "../../support/temp_dir.ts";

Deno.test("a model is read again by another process, by all of its URIs", async () => {
  await using dir = await tempDir();
  const { runId, uri } = await withRun({ directory: dir.path }, async (run) => {
    const logged = await logModel({ trees: 3 }, { name: "forest", registeredModelName: "birds" });
    return { runId: run.id, uri: logged?.uri };
  });
  await using store = openEmbeddedStore(dir.path);
  await store.setModelAlias("birds", "champion", "1");
  await store.transitionModelVersionStage("birds", "1", "Staging");
  const uris = [
    uri,
    `runs:/${runId}/forest`,
    "models:/birds/1",
    "models:/birds/latest",
    "models:/birds/staging",
    "models:/birds@champion",
  ];

  const child = new URL("children/read_models.ts", import.meta.url);
  const { stdout, stderr } = await runChild(child, [dir.path, ...uris as string[]]);

  assert.deepEqual(JSON.parse(stdout || stderr), uris.map(() => ({ trees: 3 })));
});

Deno.test("models of every flavor are read again by another process, those of modules by the folder of the project", async () => {
  await using dir = await tempDir();
  await dir.write({
    "flavors/mean.ts": `
export class Mean {
  constructor(value) { this.value = value; }
  toJSON() { return { value: this.value }; }
  static load({ value }) { return new Mean(value); }
}
export default {
  name: "text",
  save: async (model, store) => void await store.write("model.txt", new TextEncoder().encode(model)),
  load: async (store) => await new Response(await store.read("model.txt")).text(),
};
`,
  });
  const { Mean: ModuleMean } = await import(`file://${dir.join("flavors/mean.ts")}`);
  const models: readonly (readonly [flavor: string, model: unknown])[] = [
    ["v8", new Map([["when", new Date(5)]])],
    ["onnx", new Uint8Array([8, 9])],
    ["./flavors/mean.ts", "hello"],
    ["./flavors/mean.ts#Mean", new ModuleMean(3)],
  ];
  const uris = await withRun({ directory: dir.path }, async () => {
    const found: string[] = [];
    for (const [flavor, model] of models) {
      found.push((await logModel(model, { name: "m", flavor }))?.uri ?? "");
    }
    return found;
  });

  const child = new URL("children/show_models.ts", import.meta.url);
  const { stdout, stderr } = await runChild(child, [dir.path, ...uris]);

  assert.deepEqual(stdout.trim().split("\n"), [
    'Map(1) { "when" => 1970-01-01T00:00:00.005Z }',
    "Uint8Array(2) [ 8, 9 ]",
    '"hello"',
    "Mean { value: 3 }",
  ], stderr);
});

Deno.test("a URI of no model is told in one sentence", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const { runId, runName } = (await store.createRun({ experimentId: "0", runName: "first" })).info;
  await store.createRegisteredModel("birds");

  for (
    const [uri, sentence] of [
      ["models:/birds", /Cannot find model "models:\/birds": wanted models:\/<name>\/<version>/],
      ["forest", /Cannot find model "forest": wanted/],
      ["models:/fish/1", /No model is registered as "fish"/],
      ["models:/birds/1", /Model "birds" has no version 1/],
      ["models:/birds/latest", /Model "birds" has no versions/],
      ["models:/birds/staging", /Model "birds" has no version in stage "staging"/],
      ["models:/birds/stagin", /There is no stage "stagin". Did you mean "Staging"\?/],
      ["models:/birds@champion", /Model "birds" has no alias "champion": it has none/],
      [`models:/m-${"0".repeat(32)}`, /There is no logged model "m-0{32}"/],
      [`runs:/${runId}/m`, new RegExp(`Run "${runName}" \\(${runId}\\) has no model "m"`)],
      [`runs:/${"0".repeat(32)}/m`, /There is no run "0{32}"/],
    ] as const
  ) {
    await assert.rejects(readModel(store, uri), (error: Error) => {
      assert.equal(error.name, "TrackingError");
      assert.match(error.message, sentence);
      return true;
    });
  }
});

Deno.test("a model among the artifacts of a run is read by runs:/", async () => {
  await using dir = await tempDir();
  await using store = openEmbeddedStore(dir.path);
  const { runId } = (await store.createRun({ experimentId: "0" })).info;
  const write = (path: string, text: string) =>
    store.writeArtifact(runId, path, new TextEncoder().encode(text));
  await write("models/net/MLmodel", '{"flavors": {"onnx": {"data": "model.onnx"}}}');
  await write("models/net/model.onnx", "abc");
  await write("models/sk/MLmodel", '{"flavors": {"sklearn": {}}}');

  assert.deepEqual(await readModel(store, `runs:/${runId}/models/net`), new TextEncoder().encode("abc"));
  await assert.rejects(readModel(store, `runs:/${runId}/models/sk`), /its flavors are of Python$/);
});
