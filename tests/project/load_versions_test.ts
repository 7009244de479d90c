import assert from "node:assert/strict";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { type CatalogError } from "../../lib/core/errors.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import { checkCatalog, previewDataset } from "../../lib/project/inspect_catalog.ts";
import { defineProject } from "../../lib/project/define_project.ts";
import { openProject } from "../../lib/project/open_project.ts";
import { tempDir } from "../support/temp_dir.ts";

const OLD = "2024-01-01T00.00.00.000Z";
const NEW = "2025-01-01T00.00.00.000Z";

Deno.test("a run loads the versions that it is told to, also of names that a pattern makes", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/catalog.yml": `model: {type: json, filepath: model.json, versioned: true}
"{name}_rows": {type: json.JSONDataset, filepath: "{name}.json", versioned: true}
`,
    [`model.json/${OLD}/model.json`]: '"old model"',
    [`model.json/${NEW}/model.json`]: '"new model"',
    [`cars.json/${OLD}/cars.json`]: '"old cars"',
    [`cars.json/${NEW}/cars.json`]: '"new cars"',
  });
  const both = node({
    inputs: ["model", "cars_rows"],
    outputs: "out",
    run: (model: string, cars: string) => `${model}, ${cars}`,
  });
  const definition = defineProject({ pipelines: { __default__: pipeline([both]) } });
  await using project = await openProject(definition, { root: dir.path });
  const run = async (loadVersions?: Readonly<Record<string, string>>) =>
    (await project.run({ track: false, loadVersions })).outputs["out"];

  assert.equal(await run(), "new model, new cars");
  assert.equal(await run({ model: OLD }), "old model, new cars");
  assert.equal(await run({ cars_rows: OLD }), "new model, old cars");
  await assert.rejects(run({ modle: OLD }), /"modle", which is not in the catalog. Did you mean "model"\?/);
  await assert.rejects(
    run({ model: "2023-01-01T00.00.00.000Z" }),
    /There is no version "2023-01-01T00.00.00.000Z" of "model": there are 2025-01-01.* and 2024-01-01/,
  );
});

Deno.test("versions to load that nothing would read are refused before a run, and say where they were asked for", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/catalog.yml": [
      "plain: {type: json, filepath: plain.json}",
      "other: {type: json, filepath: other.json, versioned: true}",
      "kept: {type: cached, versioned: true, dataset: {type: json, filepath: kept.json}}",
      "",
    ].join("\n"),
    "plain.json": "1",
    [`other.json/${OLD}/other.json`]: "1",
    [`kept.json/${OLD}/kept.json`]: "1",
  });
  let calls = 0;
  const count = node({ inputs: "plain", outputs: "out", run: () => calls++ });
  const definition = defineProject({ pipelines: { __default__: pipeline([count]) } });
  await using project = await openProject(definition, { root: dir.path });
  const run = (loadVersions: Readonly<Record<string, string>>, line?: number) =>
    project.run({
      track: false,
      loadVersions,
      loadVersionsAt: { file: line ? "run.yml" : "--load-versions", line },
    });

  await assert.rejects(
    run({ nothing: OLD }),
    (error: CatalogError) => {
      assert.deepEqual(error.issues.map(describeIssue), [
        '--load-versions  A version to load is given for "nothing", which is not in the catalog',
      ]);
      return true;
    },
  );
  await assert.rejects(run({ plain: OLD }), {
    name: "CatalogError",
    message:
      "Cannot load the versions that were asked for:\n  --load-versions  A version to load is given for " +
      '"plain", which keeps no versions: its entry must say versioned: true',
  });
  // No node reads these.
  await assert.rejects(run({ other: NEW }, 3), {
    name: "CatalogError",
    message:
      `Cannot load the versions that were asked for:\n  run.yml:3  There is no version "${NEW}" of "other": ` +
      `there are ${OLD}. Did you mean "${OLD}"?`,
  });
  await assert.rejects(run({ kept: NEW }), /There is no version .* of "kept": there are 2024/);
  assert.equal(calls, 0);
  assert.equal((await run({ other: OLD, kept: OLD })).status, "finished");
});

Deno.test("a preview of a version that is missing lists those there are, and so does a check", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/catalog.yml": "model: {type: json, filepath: model.json, versioned: true}\n",
    [`model.json/${OLD}/model.json`]: "1",
  });
  const read = node({ inputs: "model", outputs: "out", run: (model: number) => model });
  const definition = defineProject({ pipelines: { __default__: pipeline([read]) } });
  await using project = await openProject(definition, { root: dir.path });

  const wanted =
    /There is no version "2025-01-01T00.00.00.000Z" of "model": there are 2024-01-01T00.00.00.000Z/;
  await assert.rejects(previewDataset(project, "model", { loadVersions: { model: NEW } }), wanted);
  const { problems } = await checkCatalog(project, { loadVersions: { model: NEW } });
  assert.match(problems.map(({ message }) => message).join("\n"), wanted);
});
