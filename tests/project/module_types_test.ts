import assert from "node:assert/strict";
import { ConfigError } from "../../lib/core/errors.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import { node } from "../../lib/pipeline/node.ts";
import { pipeline } from "../../lib/pipeline/pipeline.ts";
import { defineProject } from "../../lib/project/define_project.ts";
import { openProject } from "../../lib/project/open_project.ts";
import { itemsOf, zipOf } from "../support/archives.ts";
import { tempDir } from "../support/temp_dir.ts";

const PROJECT = defineProject({
  pipelines: { __default__: pipeline([node({ inputs: "a", outputs: "b", run: (a: unknown) => a })]) },
});
const MODULE = `
globalThis.loadedShouts = (globalThis.loadedShouts ?? 0) + 1;
export default {
  type: "shout",
  parseOptions: (data) => ({ value: data }),
  create: ({ word }) => ({
    type: "shout",
    traits: { ephemeral: true },
    load: () => Promise.resolve(word.toUpperCase()),
    save: () => Promise.resolve(),
    exists: () => Promise.resolve(true),
    describe: () => ({}),
    release: () => {},
  }),
};
`;
const CATALOG = "a: {type: ./datasets/shout.ts, word: ahoy}\n";

async function problems(root: string, confSource?: string): Promise<string[]> {
  const error = await openProject(PROJECT, { root, confSource }).then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(error instanceof ConfigError, String(error));
  return error.issues.map(describeIssue);
}

Deno.test("a catalog names a dataset type by its module inside of the project", async () => {
  await using dir = await tempDir();
  await dir.write({ "datasets/shout.ts": MODULE, "conf/base/catalog.yml": CATALOG });

  await using project = await openProject(PROJECT, { root: dir.path });

  assert.equal(await project.catalog().load("a"), "AHOY");
});

Deno.test("a catalog names a module inside of wrapping entries and of patterns, too", async () => {
  await using dir = await tempDir();
  await dir.write({
    "datasets/shout.ts": MODULE,
    "parts/x": "",
    "conf/base/catalog.yml": `kept: {type: cached, dataset: {type: ./datasets/shout.ts, word: ahoy}}
parts: {type: partitioned, path: parts, dataset: ./datasets/shout.ts, filepath_arg: word}
"{word}_loud": {type: ./datasets/shout.ts, word: "{word}"}
`,
  });

  await using project = await openProject(PROJECT, { root: dir.path });

  const catalog = project.catalog();
  assert.equal(await catalog.load("kept"), "AHOY");
  assert.equal(await catalog.load("hey_loud"), "HEY");
  const parts = await catalog.load("parts") as Readonly<Record<string, () => Promise<string>>>;
  assert.equal(await parts["x"]?.(), "PARTS/X");
});

Deno.test("a module that cannot be a dataset type is told of at every entry that names it", async () => {
  await using dir = await tempDir();
  await dir.write({
    "empty.ts": "export default {};",
    "throws.ts": "throw new TypeError('No luck');",
    "conf/base/catalog.yml": `a: {type: ./empty.ts}
b: {type: ./empty.ts}
c: {type: ./throws.ts}
d: {type: ../outside.ts}
e: {type: ./gone.ts}
f: {type: ftp://host/x.ts}
`,
  });
  await using outside = await tempDir();
  await outside.write({ "x.ts": MODULE });
  await Deno.symlink(outside.join("x.ts"), dir.join("linked.ts"));
  await Deno.writeTextFile(dir.join("conf/base/catalog.yml"), "g: {type: ./linked.ts}\n", { append: true });

  const found = await problems(dir.path);

  const at = (line: number) => `conf/base/catalog.yml:${line}:11  `;
  const wanted = "its default export must be a dataset type: { type, parseOptions, create }";
  assert.deepEqual(found.slice(0, 2), [
    `${at(1)}a.type is "./empty.ts": ${wanted}`,
    `${at(2)}b.type is "./empty.ts": ${wanted}`,
  ]);
  assert.match(found[2] ?? "", /c\.type is "\.\/throws\.ts": cannot load module "throws\.ts": No luck/);
  assert.match(found[3] ?? "", /d\.type is "\.\.\/outside\.ts": cannot load module/);
  assert.match(found[4] ?? "", /e\.type is "\.\/gone\.ts": .* does not exist/);
  assert.match(found[5] ?? "", /f\.type is "ftp:.*only files of the project are loaded, not URLs/);
  assert.match(found[6] ?? "", /g\.type is "\.\/linked\.ts": .*it lies outside of the project folder/);
  assert.equal(found.length, 7);
});

Deno.test("an archive cannot name a module, though the project has it: it is not even loaded", async () => {
  await using dir = await tempDir();
  const module = MODULE.replaceAll("loadedShouts", "loadedByArchive");
  await dir.write({ "datasets/shout.ts": module });
  await Deno.writeFile(dir.join("conf.zip"), await zipOf(itemsOf({ "base/catalog.yml": CATALOG })));

  assert.deepEqual(await problems(dir.path, "conf.zip"), [
    'conf.zip/base/catalog.yml:1:11  a.type is "./datasets/shout.ts": ' +
    "configuration from an archive or a server cannot name modules",
  ]);
  assert.equal(Reflect.get(globalThis, "loadedByArchive"), undefined);
});

Deno.test("a catalog names validators by their module, and by an export of it", async () => {
  await using dir = await tempDir();
  await dir.write({
    "checks.ts": `
export default (value: number) => { if (value < 0) throw new RangeError("Too small"); };
export const big = { validate: (value: number) => { if (value < 100) throw new RangeError("Not big"); } };
export const none = 5;
`,
    "conf/base/catalog.yml": `a: {type: memory, data: -1, validator: ./checks.ts}
b: {type: cached, dataset: {type: memory, data: 1, validator: {class: "./checks.ts#big", on: load}}}
`,
  });

  await using project = await openProject(PROJECT, { root: dir.path });

  await assert.rejects(project.catalog().load("a"), /.\/checks.ts refuses the value: too small/);
  await assert.rejects(project.catalog().load("b"), /.\/checks.ts#big refuses the value: not big/);
  await dir.write({ "conf/base/catalog.yml": 'a: {type: memory, validator: "./checks.ts#none"}\n' });
  assert.deepEqual(await problems(dir.path), [
    'conf/base/catalog.yml:1:30  a.validator is "./checks.ts#none": its export "none" must be a function, a schema or ' +
    "an object with validate()",
  ]);
});

Deno.test("the catalog of the code names modules, too, also where files may not", async () => {
  await using dir = await tempDir();
  await dir.write({
    "datasets/shout.ts": MODULE,
    "checks.ts": "export default (value) => { if (value !== 'AHOY') throw new Error('too quiet'); };\n",
  });
  await Deno.writeFile(dir.join("conf.zip"), await zipOf(itemsOf({ "base/catalog.yml": CATALOG })));
  const inCode = {
    loud: { type: "./datasets/shout.ts", word: "ahoy", validator: "./checks.ts" },
    kept: { type: "cached", dataset: { type: "./datasets/shout.ts", word: "hm" }, validator: "./checks.ts" },
  };

  await using project = await openProject({ ...PROJECT, catalog: inCode }, { root: dir.path });

  assert.equal(await project.catalog().load("loud"), "AHOY");
  await assert.rejects(project.catalog().load("kept"), /refuses the value: too quiet/);
  const error = await openProject({ ...PROJECT, catalog: inCode }, { root: dir.path, confSource: "conf.zip" })
    .then(
      () => assert.fail("it opened"),
      (error: ConfigError) => error,
    );
  assert.deepEqual(error.issues.map(({ path }) => path), [["a", "type"]]);
  await assert.rejects(
    openProject({ ...PROJECT, catalog: { b: { type: "./nothing.ts" } } }, { root: dir.path }),
    /b\.type is "\.\/nothing\.ts": /,
  );
});

Deno.test("KEDRO_DATASET_VALIDATION and KEDGE_DATASET_VALIDATION switch validators off", async () => {
  await using dir = await tempDir();
  const refuse = () => {
    throw new Error("refused");
  };
  const definition = { ...PROJECT, catalog: { a: { type: "memory", data: 1, validator: refuse } } };
  const load = async (environment: Readonly<Record<string, string>>) => {
    const variables = { get: (name: string) => environment[name] };
    await using project = await openProject(definition, { root: dir.path, variables });
    return await project.catalog().load("a");
  };

  for (const value of ["0", "false", "No", "off"]) {
    assert.equal(await load({ KEDRO_DATASET_VALIDATION: value }), 1);
  }
  assert.equal(await load({ KEDRO_DATASET_VALIDATION: "1", KEDGE_DATASET_VALIDATION: "false" }), 1);
  await assert.rejects(load({ KEDRO_DATASET_VALIDATION: "true" }), /refused/);
  await assert.rejects(load({}), /refused/);
});
