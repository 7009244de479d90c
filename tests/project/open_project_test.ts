import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { defineProject, node, openProject, pipeline } from "../../mod.ts";
import { tempDir } from "../support/temp_dir.ts";

const MOD = new URL("../../mod.ts", import.meta.url).href;
const KEDGE_TS = `import { defineProject, node, pipeline } from "${MOD}";
const show = node({ inputs: "parameters", outputs: "shown", run: (parameters: unknown) => parameters });
export default defineProject({ pipelines: { show: pipeline([show]) }, parameters: { a: { x: 1, y: 2 }, b: 3 } });
`;

Deno.test("openProject() finds the project above a folder", async () => {
  await using dir = await tempDir();
  await dir.write({ "kedge.ts": KEDGE_TS, "deep/er/file.txt": "" });

  await using project = await openProject(dir.join("deep", "er"));

  assert.equal(project.root, dir.path);
  assert.equal(project.name, dir.path.split("/").at(-1));
});

Deno.test("openProject() takes a file URL", async () => {
  await using dir = await tempDir();
  await dir.write({ "kedge.ts": KEDGE_TS });

  await using project = await openProject(pathToFileURL(dir.path));

  assert.equal(project.root, dir.path);
});

Deno.test("openProject() makes the default pipeline the sum of all when there is none", async () => {
  await using dir = await tempDir();
  await dir.write({ "kedge.ts": KEDGE_TS });

  await using project = await openProject(dir.path);

  assert.deepEqual(Object.keys(project.pipelines), ["show", "__default__"]);
  assert.equal(project.pipelines.__default__?.nodes.length, 1);
});

Deno.test("openProject() layers parameters: code, base, environment, this time only", async () => {
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": KEDGE_TS,
    "conf/base/parameters.yml": "b: 30\nc: { d: 4, e: 5 }\n",
    "conf/prod/parameters.yml": "c: { d: 40 }\n",
  });

  await using project = await openProject(dir.path, { env: "prod", params: { a: { x: 100 } } });

  const { outputs } = await project.run({ track: false });
  assert.deepEqual(outputs.shown, { a: { x: 100, y: 2 }, b: 30, c: { d: 40 } });
});

Deno.test("openProject() writes nothing", async () => {
  await using dir = await tempDir();
  await dir.write({ "kedge.ts": KEDGE_TS });

  await using _project = await openProject(dir.path);

  assert.deepEqual([...Deno.readDirSync(dir.path)].map(({ name }) => name), ["kedge.ts"]);
});

Deno.test("openProject() says where it looked when there is no project", async () => {
  await using dir = await tempDir();

  await assert.rejects(() => openProject(dir.path), {
    name: "ConfigError",
    message: `Cannot open a project: neither "${dir.path}" nor a folder above it holds kedge.ts`,
  });
});

Deno.test("openProject() says what kedge.ts should export", async () => {
  await using dir = await tempDir();
  await dir.write({ "kedge.ts": "export const project = 1;\n" });

  await assert.rejects(() => openProject(dir.path), {
    name: "ConfigError",
    message: /kedge\.ts must export default defineProject\(\{ \.\.\. \}\), found no default export/,
  });
});

Deno.test("openProject() names every wrong entry of the catalog with its place", async () => {
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": KEDGE_TS,
    "conf/base/catalog.yml":
      "one:\n  type: csvv\n  filepath: a.csv\ntwo:\n  type: json\n  fielpath: b.json\n",
  });

  await assert.rejects(() => openProject(dir.path), (error: Error & { issues?: readonly unknown[] }) => {
    assert.equal(error.name, "ConfigError");
    assert.match(error.message, /conf\/base\/catalog\.yml:2:9 .*"csvv".*Did you mean "csv"/);
    assert.match(error.message, /conf\/base\/catalog\.yml:6:3 .*fielpath.*Did you mean "filepath"/);
    return true;
  });
});

Deno.test("openProject() names problems of all files at once", async () => {
  await using dir = await tempDir();
  await dir.write({
    "kedge.ts": KEDGE_TS,
    "conf/base/catalog.yml": "one:\n  type: csvv\n  credentials: db\n",
    "conf/base/mlflow.yml": "tracking:\n  parms: {}\n",
    "conf/base/parameters.yml": "a: [1\n",
    "conf/local/credentials.yml": "db: [1\n",
  });

  await assert.rejects(() => openProject(dir.path), (error: Error & { issues?: readonly unknown[] }) => {
    assert.equal(error.name, "ConfigError");
    assert.match(error.message, /^4 problems in the configuration:/);
    assert.match(error.message, /conf\/base\/catalog\.yml:2:9/);
    assert.match(error.message, /conf\/base\/mlflow\.yml:2:3/);
    assert.match(error.message, /conf\/base\/parameters\.yml:1:4/);
    return true;
  });
});

Deno.test("openProject() refuses misspelt parameters, in blocks too", async () => {
  await using dir = await tempDir();
  await dir.write({ "kedge.ts": KEDGE_TS, "conf/base/parameters.yml": "model: { trees: 100 }\n" });

  await assert.rejects(() => openProject(dir.path, { params: { model: { tres: 3 }, modl: { trees: 4 } } }), {
    name: "ConfigError",
    message: "2 problems in the parameters:\n" +
      "  --params  model.tres is not a parameter: neither the configuration nor a node knows it. " +
      'Did you mean "model.trees"?\n' +
      "  --params  modl.trees is not a parameter: neither the configuration nor a node knows it. " +
      'Did you mean "model.trees"?',
  });
});

Deno.test("openProject() takes new parameters that a node asks for", async () => {
  await using dir = await tempDir();
  const only = node({ inputs: "params:fresh.start", outputs: "b", run: (start: number) => start });
  const definition = defineProject({ pipelines: { __default__: pipeline([only]) } });

  await using project = await openProject(definition, { root: dir.path, params: { fresh: { start: 1 } } });

  assert.equal((await project.run({ track: false })).outputs.b, 1);
});

Deno.test("openProject() tells hooks that the project is open", async () => {
  await using dir = await tempDir();
  const heard: string[] = [];
  const only = node({ inputs: "params:a", outputs: "b", run: (a: number) => a });
  const definition = defineProject({
    pipelines: { __default__: pipeline([only]) },
    parameters: { a: 1 },
    hooks: [
      { afterContextCreated: () => void heard.push("first") },
      { afterContextCreated: () => void heard.push("second") },
    ],
  });

  await using _project = await openProject(definition, { root: dir.path });

  assert.deepEqual(heard, ["second", "first"]);
});

Deno.test("openProject() reads configuration by the rules and resolvers of the project, km.random_name among them", async () => {
  await using dir = await tempDir();
  await dir.write({
    "conf/base/settings.yml": "m: {a: 1, b: '${twice:2}'}\nname: ${km.random_name:}\n",
    "conf/local/settings.yml": "m: {a: 2}\n",
  });
  const definition = defineProject({
    pipelines: { __default__: pipeline([]) },
    config: { merge: { parameters: "soft" }, patterns: { parameters: ["settings*"] } },
    resolvers: { twice: (n: number) => 2 * n },
  });

  await using project = await openProject(definition, { root: dir.path });

  const { m, name } = project.catalog().parameters;
  assert.deepEqual(m, { a: 2, b: 4 });
  assert.match(String(name), /^[a-z]+-[a-z]+-\d{1,3}$/);
});
