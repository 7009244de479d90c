import assert from "node:assert/strict";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
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
    /Cannot load dataset "model": .*does not exist/,
  );
});
