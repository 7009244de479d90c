import assert from "node:assert/strict";
import { captureDeno, ROOT } from "../../tasks/process.ts";
import { serveFiles } from "../../tasks/static_server.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("mod.ts runs from a URL in an empty folder with an empty cache", async () => {
  await using dir = await tempDir();
  await using server = serveFiles(ROOT);
  await dir.write({
    "work/main.ts": `
import { VERSION } from "${server.url}mod.ts";
console.log(VERSION);
`,
  });

  const result = await captureDeno(["run", "-A", "main.ts"], {
    cwd: dir.join("work"),
    env: { DENO_DIR: dir.join("cache") },
  });

  assert.equal(result.code, 0, result.stderr);
  assert.match(result.stdout, /^\d+\.\d+\.\d+\n$/);
  assert.deepEqual([...Deno.readDirSync(dir.join("work"))].map(({ name }) => name), ["main.ts"]);
});

Deno.test("a script that imports mod.ts from a URL runs a tracked pipeline in an empty folder", async () => {
  await using dir = await tempDir();
  await using server = serveFiles(ROOT);
  await dir.write({
    "work/main.ts": `
import { defineProject, logMetric, node, openProject, pipeline } from "${server.url}mod.ts";

const scale = node({
  name: "scale",
  inputs: ["numbers", "params:factor"],
  outputs: "scaled",
  run: (numbers: number[], factor: number) => {
    logMetric("count", numbers.length);
    return numbers.map((number) => number * factor);
  },
});
const definition = defineProject({
  name: "scaling",
  pipelines: { __default__: pipeline([scale]) },
  catalog: { numbers: { type: "json", filepath: "numbers.json" }, scaled: { type: "json", filepath: "scaled.json" } },
  parameters: { factor: 3 },
});
await Deno.writeTextFile("numbers.json", "[1, 2]");
await using project = await openProject(definition);
const { runId, status } = await project.run();
const run = await project.store().getRun(runId);
console.log(JSON.stringify({ status, count: run?.metrics.count?.value }));
`,
  });

  const result = await captureDeno(["run", "-A", "main.ts"], {
    cwd: dir.join("work"),
    env: { DENO_DIR: dir.join("cache") },
  });

  assert.equal(result.code, 0, result.stderr);
  assert.deepEqual(JSON.parse(result.stdout), { status: "finished", count: 2 });
  assert.deepEqual(JSON.parse(await Deno.readTextFile(dir.join("work/scaled.json"))), [3, 6]);
  const files = [...Deno.readDirSync(dir.join("work"))].map(({ name }) => name).sort();
  assert.deepEqual(files, [".kedge", "main.ts", "numbers.json", "scaled.json"]);
});

Deno.test("mod.ts brings its types along by URL", async () => {
  await using dir = await tempDir();
  await using server = serveFiles(ROOT);
  const env = { DENO_DIR: dir.join("cache"), NO_COLOR: "1" };
  const check = async (code: string) => {
    await dir.write({ "work/main.ts": `import * as kedge from "${server.url}mod.ts";\n${code}\n` });
    return await captureDeno(["check", "--allow-import", "main.ts"], { cwd: dir.join("work"), env });
  };

  const right = await check("export const version: string = kedge.VERSION;");
  const wrong = await check("export const version: number = kedge.VERSION;");

  assert.equal(right.code, 0, right.stderr);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /Type 'string' is not assignable to type 'number'/);
});
