import assert from "node:assert/strict";
import type { TrackingStore } from "../../lib/tracking/tracking_store.ts";
import { assertRefused, newRun, type StoreTest } from "./tracking_store_contract.ts";

const MISSING = "RESOURCE_DOES_NOT_EXIST";
const WRONG = "INVALID_PARAMETER_VALUE";

/** What holds for registered models, their versions and aliases. */
export function testRegistry(test: StoreTest): void {
  test("registers a model with description and tags, and gives it back", async (store) => {
    const made = await store.createRegisteredModel("forêt 2", {
      description: "Birds",
      tags: { team: "birds" },
    });

    assert.deepEqual([made.name, made.description, made.tags], ["forêt 2", "Birds", { team: "birds" }]);
    assert.deepEqual([made.aliases, made.latestVersions], [{}, []]);
    assert.deepEqual(await store.getRegisteredModel("forêt 2"), made);
    assert.equal(await store.getRegisteredModel("forest"), undefined);
  });

  test("refuses a name that is taken, blank or ambiguous in a URI", async (store) => {
    await store.createRegisteredModel("forest");

    await assertRefused(() => store.createRegisteredModel("forest"), {
      code: "RESOURCE_ALREADY_EXISTS",
      mentions: ["forest"],
    });
    for (const name of ["", " ", "a/b", "a:b"]) {
      await assertRefused(() => store.createRegisteredModel(name), { code: WRONG });
      await assertRefused(() => store.renameRegisteredModel("forest", name), { code: WRONG });
    }
  });

  test("renames, describes, tags and removes a registered model", async (store) => {
    await store.createRegisteredModel("forest", { tags: { a: "1", b: "1" } });
    await store.createRegisteredModel("taken");
    await newVersion(store, "forest");

    await assertRefused(() => store.renameRegisteredModel("forest", "taken"), {
      code: "RESOURCE_ALREADY_EXISTS",
    });
    await store.renameRegisteredModel("forest", "wood");
    await store.updateRegisteredModel("wood", { description: "Trees" });
    await store.setRegisteredModelTag("wood", "a", "2");
    await store.deleteRegisteredModelTag("wood", "b");

    const model = await store.getRegisteredModel("wood");
    assert.deepEqual([model?.description, model?.tags], ["Trees", { a: "2" }]);
    assert.equal((await store.getModelVersion("wood", "1"))?.name, "wood");
    assert.equal(await store.getModelVersion("forest", "1"), undefined);

    await store.deleteRegisteredModel("wood");
    assert.equal(await store.getRegisteredModel("wood"), undefined);
    assert.equal(await store.getModelVersion("wood", "1"), undefined);
    await assertRefused(() => store.deleteRegisteredModel("wood"), { code: MISSING, mentions: ["wood"] });
  });

  test("numbers versions from 1 and never uses a number twice", async (store) => {
    await store.createRegisteredModel("forest");
    const numbers = [await newVersion(store, "forest"), await newVersion(store, "forest")];

    await store.deleteModelVersion("forest", "2");

    assert.deepEqual([...numbers, await newVersion(store, "forest")], ["1", "2", "3"]);
    assert.equal(await store.getModelVersion("forest", "2"), undefined);
    await assertRefused(() => store.deleteModelVersion("forest", "2"), {
      code: MISSING,
      mentions: ["forest", "2"],
    });
    await assertRefused(() => newVersion(store, "forst"), { code: MISSING, mentions: ["forst"] });
  });

  test("takes the run of a version from its logged model, which lists its versions as a tag", async (store) => {
    const runId = await newRun(store);
    const { modelId } = await store.createLoggedModel({ experimentId: "0", sourceRunId: runId });
    await store.createRegisteredModel("forest");

    const version = await store.createModelVersion("forest", {
      source: `models:/${modelId}`,
      description: "First",
      tags: { a: "1" },
    });

    const { runId: run, modelId: model, currentStage, status, description, tags } = version;
    assert.deepEqual([run, model, currentStage, status], [runId, modelId, "None", "READY"]);
    assert.deepEqual([description, tags], ["First", { a: "1" }]);
    assert.deepEqual(await store.getModelVersion("forest", "1"), version);
    const tag = (await store.getLoggedModel(modelId))?.tags["mlflow.modelVersions"];
    assert.deepEqual(JSON.parse(tag ?? ""), [{ name: "forest", version: 1 }]);
  });

  test("takes a version from a run or a shared store, and refuses paths of this machine", async (store) => {
    const runId = await newRun(store);
    await store.createRegisteredModel("forest");
    const make = (source: string) => store.createModelVersion("forest", { source });

    assert.equal((await make(`runs:/${runId}/model`)).runId, runId);
    assert.equal((await make("s3://bucket/model")).source, "s3://bucket/model");
    for (
      const source of [
        "/tmp/model",
        "file:///tmp/model",
        "https://x/model",
        "s3://b/../c",
        "models:/forest/1",
      ]
    ) {
      await assertRefused(() => make(source), { code: WRONG, mentions: [source] });
    }
    await assertRefused(() => make(`runs:/${"f".repeat(32)}/model`), { code: MISSING });
    await assertRefused(() => make(`models:/m-${"f".repeat(32)}`), { code: MISSING });
  });

  test("points aliases to versions, one at a time", async (store) => {
    await store.createRegisteredModel("forest");
    for (let i = 0; i < 2; i++) await newVersion(store, "forest");

    await store.setModelAlias("forest", "champion", "1");
    await store.setModelAlias("forest", "été-2", "1");
    await store.setModelAlias("forest", "champion", "2");

    assert.equal((await store.getModelVersionByAlias("forest", "champion"))?.version, "2");
    assert.deepEqual((await store.getModelVersion("forest", "1"))?.aliases, ["été-2"]);
    assert.deepEqual((await store.getRegisteredModel("forest"))?.aliases, { champion: "2", "été-2": "1" });
    assert.equal(await store.getModelVersionByAlias("forest", "challenger"), undefined);

    await store.deleteModelAlias("forest", "été-2");
    await store.deleteModelAlias("forest", "absent");
    await store.deleteModelVersion("forest", "2");
    assert.deepEqual((await store.getRegisteredModel("forest"))?.aliases, {});
    for (const alias of ["", "latest", "v12", "a b", "a/b", "x".repeat(256)]) {
      await assertRefused(() => store.setModelAlias("forest", alias, "1"), {
        code: WRONG,
        mentions: ["alias"],
      });
    }
    await assertRefused(() => store.setModelAlias("forest", "a", "7"), {
      code: MISSING,
      mentions: ["7"],
    });
  });

  test("knows the newest version of each stage, and moves versions between stages", async (store) => {
    await store.createRegisteredModel("forest");
    for (let i = 0; i < 3; i++) await newVersion(store, "forest");
    const move = (version: string, stage: string, archiveExisting = false) =>
      store.transitionModelVersionStage("forest", version, stage as "Staging", { archiveExisting });
    const latest = async (stages?: readonly string[]) =>
      (await store.getLatestVersions("forest", stages)).map((
        { version, currentStage },
      ) => [version, currentStage]);

    assert.deepEqual(await latest(), [["3", "None"]]);
    assert.equal((await move("1", "staging")).currentStage, "Staging");
    await move("2", "Staging", true);
    assert.deepEqual(await latest(), [["1", "Archived"], ["2", "Staging"], ["3", "None"]]);
    assert.deepEqual(await latest(["staging"]), [["2", "Staging"]]);
    assert.deepEqual((await store.getRegisteredModel("forest"))?.latestVersions.length, 3);
    await assertRefused(() => move("1", "Stagging"), { code: WRONG, mentions: ["Stagging", "Staging"] });
    await assertRefused(() => move("1", "None", true), { code: WRONG });
  });

  test("describes and tags versions", async (store) => {
    await store.createRegisteredModel("forest");
    await newVersion(store, "forest");

    await store.updateModelVersion("forest", "1", { description: "Better" });
    await store.setModelVersionTag("forest", "1", ["a", "1"]);
    await store.setModelVersionTag("forest", "1", ["b", "2"]);
    await store.deleteModelVersionTag("forest", "1", "a");

    const version = await store.getModelVersion("forest", "1");
    assert.deepEqual([version?.description, version?.tags], ["Better", { b: "2" }]);
    await assertRefused(() => store.setModelVersionTag("forest", "1", ["a$b", "1"]), { code: WRONG });
  });

  test("finds registered models and versions by MLflow's search", async (store) => {
    for (const name of ["forest", "forge", "tree"]) {
      await store.createRegisteredModel(name, { tags: { letter: name.charAt(0) } });
      await newVersion(store, name);
    }
    await newVersion(store, "forest");
    const models = async (filter: string) =>
      (await store.searchRegisteredModels({ filter })).items.map(({ name }) => name);
    const versions = async (filter: string, orderBy: readonly string[] = ["name", "version_number DESC"]) =>
      (await store.searchModelVersions({ filter, orderBy })).items.map(({ name, version }) =>
        `${name}/${version}`
      );

    assert.deepEqual(await models("name LIKE 'for%'"), ["forest", "forge"]);
    assert.deepEqual(await models("tags.letter = 't'"), ["tree"]);
    assert.deepEqual(await versions("name = 'forest'"), ["forest/2", "forest/1"]);
    assert.deepEqual(await versions("version_number < 2"), ["forest/1", "forge/1", "tree/1"]);
    const { items, nextPageToken } = await store.searchRegisteredModels({ maxResults: 2 });
    assert.deepEqual(items.map(({ name }) => name), ["forest", "forge"]);
    const rest = await store.searchRegisteredModels({ maxResults: 2, pageToken: nextPageToken });
    assert.deepEqual(rest.items.map(({ name }) => name), ["tree"]);
  });
}

async function newVersion(store: TrackingStore, name: string): Promise<string> {
  const { modelId } = await store.createLoggedModel({ experimentId: "0" });
  return (await store.createModelVersion(name, { source: `models:/${modelId}` })).version;
}
