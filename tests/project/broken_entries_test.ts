import assert from "node:assert/strict";
import { defineProject } from "../../lib/project/define_project.ts";
import { openProject } from "../../lib/project/open_project.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a reference that leads nowhere keeps nobody from hearing of what is wrong with other entries", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/catalog.yml": [
      "cars: {type: csv, filepath: '${nothing}/cars.csv', versoned: true}",
      "ships: {type: csvv, filepath: ships.csv}",
      "parts: {type: PartitionedDataset, path: parts, dataset: csv}",
      "ships: {type: text, filepath: ships.txt}",
      "bikes: {type: csv, filepath: bikes.csv, versoned: true}",
      "",
    ].join("\n"),
  });
  const definition = defineProject({
    pipelines: { __default__: pipeline([node({ name: "n", outputs: "x", run: () => 1 })]) },
  });

  await assert.rejects(openProject(definition, { root: dir.path }), ({ message }: Error) => {
    const lines = message.split("\n").slice(1).map((line) => line.trim());
    const wanted = [
      /^conf\/base\/catalog\.yml:1:\d+ +\$\{nothing\} refers to nothing/,
      /^conf\/base\/catalog\.yml:3:\d+ +parts\.type .*Did you mean "partitions\.PartitionedDataset"\?$/,
      /^conf\/base\/catalog\.yml:4:\d+ +ships is written twice/,
      /^conf\/base\/catalog\.yml:5:\d+ +bikes\.versoned is not an option of csv/,
    ];
    assert.equal(lines.length, wanted.length, message);
    wanted.forEach((pattern, index) => assert.match(lines[index] ?? "", pattern));
    return true;
  });
});
