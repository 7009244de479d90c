import assert from "node:assert/strict";
import { dirname, resolve } from "node:path";
import { renderProject } from "../../../cli/new/render_project.ts";
import { writeProject } from "../../../cli/new/write_project.ts";
import { runCli } from "../../../cli/run_cli.ts";
import { toData } from "../../../lib/config/config_node.ts";
import { sourceText } from "../../../lib/config/source_text.ts";
import { parseYaml } from "../../../lib/config/yaml.ts";
import { BASE_URL } from "../../../mod.ts";
import { fakeCli } from "../../support/fake_cli.ts";
import { schemaProblems } from "../../support/json_schema.ts";
import { tempDir } from "../../support/temp_dir.ts";

const FILE_BASE = "file:///srv/ada/it's%20kedge/";
const HTTP_BASE = "https://tools.example:8000/";
const LOOPBACK_BASE = "http://127.0.0.1:8000/";

Deno.test("renderProject() imports Kedge from where it was loaded", () => {
  const files = renderProject({ name: "weather", base: HTTP_BASE, deno: "2.9.6" });

  assert.match(files["kedge.ts"] ?? "", /from "https:\/\/tools\.example:8000\/mod\.ts"/);
  assert.match(files["deno.json"] ?? "", /deno run -A 'https:\/\/tools\.example:8000\/cli\/main\.ts'/);
  assert.match(
    files[".github/workflows/ci.yml"] ?? "",
    /run -A 'https:\/\/tools\.example:8000\/cli\/main\.ts' run/,
  );
  for (const text of Object.values(files)) assert.ok(!text.includes(BASE_URL), text);
});

Deno.test("renderProject() gives CI the public URL and says that it needs a release, when Kedge is a file", () => {
  const files = renderProject({ name: "weather", base: FILE_BASE, deno: "2.9.6" });

  const ci = files[".github/workflows/ci.yml"] ?? "";
  assert.match(ci, /^# This needs a release/);
  assert.ok(ci.includes(`run -A '${BASE_URL}cli/main.ts' run`));
  assert.ok(!/^ .*file:/m.test(ci));
  assert.match(files["kedge.ts"] ?? "", /from "file:\/\/\/srv\/ada\/it%27s%20kedge\/mod\.ts"/);
});

Deno.test("renderProject() says so too when Kedge is served on this machine, which CI cannot reach", () => {
  const files = renderProject({ name: "weather", base: LOOPBACK_BASE, deno: "2.9.6" });

  const ci = files[".github/workflows/ci.yml"] ?? "";
  assert.match(ci, /^# This needs a release/);
  assert.ok(ci.includes(`run -A '${BASE_URL}cli/main.ts' run`));
  assert.match(files["kedge.ts"] ?? "", /from "http:\/\/127\.0\.0\.1:8000\/mod\.ts"/);
});

Deno.test("renderProject() leaves nothing to install in CI", () => {
  const { ".github/workflows/ci.yml": ci = "" } = renderProject({
    name: "w",
    base: HTTP_BASE,
    deno: "2.9.7",
  });

  assert.deepEqual([...ci.matchAll(/uses: (.*)/g)].map(([, action]) => action), ["actions/checkout@v4"]);
  assert.ok([...ci.matchAll(/run: (.*)/g)].every(([, command]) => command?.startsWith("npx -y deno@2.9.7 ")));
});

Deno.test("renderProject() writes the name wherever it stands, whatever is in it", () => {
  const files = renderProject({ name: `a "b" $& c`, base: HTTP_BASE, deno: "2.9.6" });

  assert.ok(files["kedge.ts"]?.includes(`name: "a \\"b\\" $& c"`));
  assert.ok(files["conf/base/mlflow.yml"]?.includes(`name: "a \\"b\\" $& c"`));
  assert.ok(files["README.md"]?.startsWith(`# a "b" $& c\n`));
  assert.ok(Object.values(files).every((text) => !text.includes("my-project")));
});

Deno.test("renderProject() ignores credentials, runs and what pipelines make, and keeps raw data", () => {
  const { ".gitignore": ignored = "", "deno.json": config = "" } = renderProject({
    name: "w",
    base: HTTP_BASE,
    deno: "2.9.6",
  });

  const lines = ignored.split("\n");
  for (const line of ["/.kedge/", "/conf/local/*", "/data/*", "!/data/01_raw/"]) {
    assert.ok(lines.includes(line), line);
  }
  assert.deepEqual(Object.keys(JSON.parse(config).tasks), ["kedge", "test"]);
});

Deno.test("writeProject() makes the folder and those above it", async () => {
  await using dir = await tempDir();

  await writeProject(dir.join("deep/weather"), { "a/b.txt": "text" });

  assert.equal(await Deno.readTextFile(dir.join("deep/weather/a/b.txt")), "text");
  assert.deepEqual(namesIn(dir.join("deep")), ["weather"]);
});

Deno.test("writeProject() writes into an empty folder", async () => {
  await using dir = await tempDir();
  await Deno.mkdir(dir.join("weather"));

  await writeProject(dir.join("weather"), { "a/b.txt": "text", ".hidden": "" });

  assert.deepEqual(namesIn(dir.join("weather")), [".hidden", "a"]);
  assert.deepEqual(namesIn(dir.path), ["weather"]);
});

Deno.test("writeProject() touches no folder that holds something, and names what it holds", async () => {
  await using dir = await tempDir();
  await dir.write({ "weather/notes.txt": "mine" });

  await assert.rejects(writeProject(dir.join("weather"), { "kedge.ts": "" }), {
    name: "UsageError",
    message: `Cannot make a project in "${dir.join("weather")}" as it must be empty: it holds "notes.txt"`,
  });
  assert.deepEqual(namesIn(dir.join("weather")), ["notes.txt"]);
});

Deno.test("writeProject() leaves nothing half-written", async () => {
  await using dir = await tempDir();

  await assert.rejects(writeProject(dir.join("weather"), { "a": "", "a/b.txt": "" }), {
    name: "UsageError",
    message: /^Cannot make a project in ".*weather": /,
  });
  assert.deepEqual(namesIn(dir.path), []);
});

Deno.test("writeProject() does not write through a file", async () => {
  await using dir = await tempDir();
  await dir.write({ "weather": "a file" });

  await assert.rejects(
    writeProject(dir.join("weather"), { "kedge.ts": "" }),
    /it is not a folder that can be read$/,
  );
});

Deno.test("kedge new tells what it made and what to type next", async () => {
  await using dir = await tempDir();
  const cli = fakeCli({
    args: ["new", "my weather"],
    cwd: "/",
    env: { KEDGE_COMMAND: "deno task kedge", INIT_CWD: dir.path },
  });

  const code = await runCli(cli.context);

  assert.equal(code, 0);
  assert.match(cli.stdout(), /^✓ made my weather\n/);
  assert.deepEqual(cli.stdout().split("\n").slice(-5, -1).map((line) => line.replace("next", "").trim()), [
    "cd 'my weather'",
    "deno task kedge run",
    "deno task kedge run --params limit=20",
    "deno task kedge runs compare @latest @previous",
  ]);
});

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("kedge new gives every YAML file a schema that it keeps to, for the editor", async () => {
  await using dir = await tempDir();
  await runCli(fakeCli({ args: ["new", "weather"], cwd: dir.path }).context);

  for (const name of ["catalog", "parameters", "mlflow", "kedge"]) {
    const file = dir.join(`weather/conf/base/${name}.yml`);
    const text = await Deno.readTextFile(file);
    const [, path = ""] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    const schema = JSON.parse(await Deno.readTextFile(resolve(dirname(file), path)));
    const { node } = parseYaml(sourceText(file, text));

    assert.equal(schema.title, `${name}.yml`);
    assert.ok(node !== undefined);
    assert.deepEqual(schemaProblems(schema, toData(node)), []);
  }
});
