import assert from "node:assert/strict";
import { z } from "npm:zod@4.6.7";
import { defineProject, openProject, pipeline, type ProjectDefinition, typed, untyped } from "../../mod.ts";
import type { Issue } from "../../lib/core/issue.ts";
import { describeIssue } from "../../lib/core/issue.ts";
import { tempDir } from "../support/temp_dir.ts";

const SCHEMAS = {
  ports: z.array(z.object({ name: z.string(), depth: z.number() })),
  deepest: z.string(),
  "params:least": z.number().min(1),
  "params:model": z.object({ trees: z.int(), rate: z.number().default(0.5) }),
};

const { node } = typed(SCHEMAS);
const find = node({ name: "find", inputs: ["ports", "params:least", "params:model"], outputs: "deepest" })(
  (ports, least, { rate }) => `${ports.find(({ depth }) => depth > least)?.name} ${rate}`,
);
const PROJECT = defineProject({
  name: "ports",
  schemas: SCHEMAS,
  pipelines: { __default__: pipeline([find]) },
});
const FILES = {
  "conf/base/catalog.yml": "ports:\n  type: csv\n  filepath: ports.csv\n",
  "conf/base/parameters.yml": "least: 3\nmodel:\n  trees: 10\n",
  "ports.csv": "name,depth\nBergen,5\n",
};

async function issuesOf(definition: ProjectDefinition, root: string): Promise<readonly string[]> {
  const error = await openProject(definition, { root }).then(
    () => assert.fail("it opened"),
    (error) => error,
  );
  return (error as { readonly issues: readonly Issue[] }).issues.map(describeIssue);
}

Deno.test("a project with schemas gives nodes what its schemas make of parameters and datasets", async () => {
  await using dir = await tempDir();
  await dir.write(FILES);
  await using project = await openProject(PROJECT, { root: dir.path });

  const { outputs } = await project.run({ track: false });

  assert.deepEqual(outputs, { deepest: "Bergen 0.5" });
});

Deno.test("openProject() tells every parameter that does not fit, with file and line, among all other problems", async () => {
  await using dir = await tempDir();
  await dir.write({
    ...FILES,
    "conf/base/parameters.yml": "least: 0\nmodel:\n  trees: 1.5\n  rate: fast\n",
    "conf/base/catalog.yml": "ports:\n  type: csvv\n  filepath: ports.csv\n",
  });

  assert.deepEqual(
    await issuesOf(PROJECT, dir.path),
    [
      'conf/base/catalog.yml:2:9  ports.type is "csvv": no such dataset type. Did you mean "csv"?',
      "conf/base/parameters.yml:1:8  params:least is 0: Too small: expected number to be >=1",
      "conf/base/parameters.yml:3:10  params:model.trees is 1.5: Invalid input: expected int, received number",
      'conf/base/parameters.yml:4:9  params:model.rate is "fast": Invalid input: expected number, received string',
    ].map((line) => line.replace("Too", "too").replace("Invalid", "invalid")),
  );
});

Deno.test("openProject() points at the block that lacks a parameter", async () => {
  await using dir = await tempDir();
  await dir.write({ ...FILES, "conf/base/parameters.yml": "least: 3\nmodel:\n  rate: 1\n" });

  const [only, ...others] = await issuesOf(PROJECT, dir.path);

  assert.ok(only?.startsWith("conf/base/parameters.yml:2:1  params:model.trees is missing: "), only);
  assert.deepEqual(others, []);
});

Deno.test("openProject() checks the parameters of this run", async () => {
  await using dir = await tempDir();
  await dir.write(FILES);

  await assert.rejects(openProject(PROJECT, { root: dir.path, params: { least: "deep" } }), {
    name: "ConfigError",
    message: /params:least is "deep"/,
  });
});

Deno.test("openProject() refuses schemas of datasets that nothing knows, but not of those under a namespace", async () => {
  await using dir = await tempDir();
  await dir.write(FILES);
  const inner = pipeline([
    node({ name: "list", inputs: ["deepest"], outputs: untyped<string>("listed") })((name) => name),
  ], { namespace: "etl" });
  const schemas = { prots: SCHEMAS.ports, ...SCHEMAS };
  const definition = { ...PROJECT, schemas, pipelines: { __default__: pipeline([find]), inner } };

  assert.deepEqual(await issuesOf(definition, dir.path), [
    'defineProject({ schemas }) has one for "prots", which neither the catalog nor a pipeline knows. Did you mean "ports"?',
  ]);
  await (await openProject({ ...PROJECT, pipelines: { inner }, schemas: { deepest: SCHEMAS.deepest } }, {
    root: dir.path,
  }))[Symbol.asyncDispose]();
});

Deno.test("a schema that throws is told with its parameter's file and line, and hides no other problem", async () => {
  await using dir = await tempDir();
  await dir.write({ ...FILES, "conf/base/catalog.yml": "ports:\n  type: csvv\n  filepath: ports.csv\n" });
  const throws = {
    "~standard": {
      version: 1 as const,
      vendor: "test",
      validate: (): never => {
        throw new Error("Division by zero");
      },
    },
  };
  const schemas = { ...SCHEMAS, "params:least": throws, "params:model": z.string() };

  const issues = await issuesOf(defineProject({ ...PROJECT, schemas }), dir.path);

  assert.equal(issues.length, 3, issues.join("\n"));
  assert.match(issues.join("\n"), /catalog\.yml:2:9 {2}ports\.type is "csvv"/);
  assert.match(
    issues.join("\n"),
    /parameters\.yml:1:\d+ {2}params:least cannot be checked, as its schema throws: division by zero/,
  );
  assert.match(issues.join("\n"), /parameters\.yml:\d:\d {2}params:model is a map/);
});
