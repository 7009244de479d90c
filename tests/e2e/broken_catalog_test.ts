import assert from "node:assert/strict";
import { kedge } from "../support/kedge.ts";
import { tempDir } from "../support/temp_dir.ts";

const PROJECT = `
import { defineProject, node, pipeline } from "https://kedge.example/kedge@0.1.0/mod.ts";
const join = node({ name: "join", inputs: ["cars", "ships", "bikes_raw", "params:rate"], outputs: "joined", run: () => [] });
export default defineProject({ name: "tiny", pipelines: { __default__: pipeline([join]) } });
`;

Deno.test("kedge catalog check tells what else is missing in a project whose configuration is broken", async () => {
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": PROJECT,
    "conf/base/catalog.yml": [
      "cars: {type: csvv, filepath: cars.csv}",
      "ships: {type: csv, filepath: ships.csv}",
      '"{name}_raw": {type: json, filepth: x}',
      "joined: {type: json, filepath: '${nothing}/joined.json'}",
      "tracked: {type: MlflowMetricDataset}",
      "own: {type: ./own.ts}",
      "idle: {type: text, filepath: idle.txt}",
      '"{x}_{y": {type: text, filepath: a}',
      "",
    ].join("\n"),
    "own.ts": `export default {
      type: "own",
      parseOptions: (value: unknown) => ({ value }),
      create: () => ({ type: "own", traits: { ephemeral: false }, describe: () => ({ type: "own" }) }),
    };`,
    "conf/base/parameters.yml": "rate: 1\n",
    "conf/base/mlflow.yml": "trackng: {}\n",
  });

  const { code, stdout, stderr } = await kedge(dir.path, ["catalog", "check", "--json"]);

  assert.equal(code, 2, stderr + stdout);
  const { datasets, problems, notes } = JSON.parse(stdout);
  const lines = problems.map((
    { place, message }: { place: { file: string; line: number }; message: string },
  ) => `${place.file}:${place.line} ${message}`);
  for (
    const wanted of [
      /^conf\/base\/catalog\.yml:1 cars\.type is "csvv"/,
      /^conf\/base\/catalog\.yml:2 Cannot load dataset "ships": .* does not exist/,
      /^conf\/base\/catalog\.yml:3 \{name\}_raw\.filepth/,
      /^conf\/base\/catalog\.yml:4 \$\{nothing\} refers to nothing/,
      /^conf\/base\/catalog\.yml:8 \{x\}_\{y cannot be a pattern: a brace has no partner/,
      /^conf\/base\/mlflow\.yml:1 trackng/,
    ]
  ) assert.ok(lines.some((line: string) => wanted.test(line)), `${wanted} is not in\n${lines.join("\n")}`);
  assert.ok(!lines.some((line: string) => /neither in the catalog nor made/.test(line)), lines.join("\n"));
  assert.equal(lines.length, 7, lines.join("\n"));
  const status = Object.fromEntries(
    datasets.map(({ name, status }: { name: string; status: string }) => [name, status]),
  );
  assert.deepEqual([status.cars, status.ships, status.idle], ["broken", "missing", "unused"]);
  assert.ok(notes.some(({ message }: { message: string }) => message === "idle is used by no pipeline"));
});
