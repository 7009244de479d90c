import assert from "node:assert/strict";
import { BASE_URL } from "../../lib/core/version.ts";
import plugin from "../../tasks/lint/plugin.ts";

/** What the plugin says about `source` as the file `path`. */
function lint(path: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, path, source).map(({ id, message }) => `${id}: ${message}`);
}

Deno.test("kedge/imports lets a room import only the rooms of its row", () => {
  const path = "lib/pipeline/graph.ts";

  assert.deepEqual(lint(path, 'import { a } from "../core/a.ts";\nimport { b } from "./b.ts";\n'), []);
  for (
    const source of [
      'import { a } from "../runner/a.ts";',
      'import type { A } from "../runner/a.ts";',
      'export { a } from "../runner/a.ts";',
      'export * from "../runner/a.ts";',
      'await import("../runner/a.ts");',
      'const MODULE = "../runner/a.ts";',
    ]
  ) {
    assert.deepEqual(lint(path, source), [
      'kedge/imports: Import of "../runner/a.ts": "pipeline" may not import "runner" (table in tasks/lint/rooms.ts)',
    ], source);
  }
});

Deno.test("kedge/imports gives the command line the barrel, the packages and the version", () => {
  const path = "cli/run.ts";

  assert.deepEqual(lint(path, 'import { a } from "../mod.ts";'), []);
  assert.deepEqual(lint(path, 'import { a } from "../lib/deps/stricli.ts";'), []);
  assert.deepEqual(lint(path, 'import { VERSION } from "../lib/core/version.ts";'), []);
  assert.equal(lint(path, 'import { a } from "../lib/core/issue.ts";').length, 1);
});

Deno.test("kedge/imports keeps the library free of tests, tasks and unknown rooms", () => {
  assert.equal(lint("lib/core/a.ts", 'import { a } from "../../tests/support/a.ts";').length, 1);
  assert.equal(lint("mod.ts", 'export { a } from "./tasks/a.ts";').length, 1);
  assert.equal(lint("lib/attic/a.ts", 'import { a } from "../core/a.ts";').length, 1);
  assert.equal(lint("lib/core/a.ts", 'import { a } from "../a.ts";').length, 1);
});

Deno.test("kedge/imports keeps files with an underscore inside their folder", () => {
  assert.deepEqual(lint("lib/core/a.ts", 'import { a } from "./_a.ts";'), []);
  assert.deepEqual(lint("lib/core/deep/b.ts", 'import { a } from "../_a.ts";'), []);
  assert.equal(lint("lib/core/b.ts", 'import { a } from "./deep/_a.ts";').length, 1);
  assert.equal(lint("tests/core/a_test.ts", 'import { a } from "../../lib/core/_a.ts";').length, 1);
});

Deno.test("kedge/imports wants packages in lib/deps, with exact versions", () => {
  assert.deepEqual(lint("lib/deps/zod.ts", 'import * as z from "npm:zod@4.6.7";'), []);
  assert.deepEqual(
    lint("lib/deps/s3.ts", 'const SPECIFIER: string = "npm:@aws-sdk/client-s3@3.1169.0";'),
    [],
  );
  assert.deepEqual(lint("tests/core/a_test.ts", 'import fc from "npm:fast-check@4.10.2";'), []);
  assert.equal(lint("lib/deps/zod.ts", 'import * as z from "npm:zod@4";').length, 1);
  assert.equal(lint("lib/deps/zod.ts", 'import * as z from "npm:zod";').length, 1);
  assert.equal(lint("lib/core/a.ts", 'import * as z from "npm:zod@4.6.7";').length, 1);
  assert.equal(lint("cli/a.ts", 'const SPECIFIER = "npm:zod@4.6.7";').length, 1);
});

Deno.test("kedge/imports refuses what importing by URL cannot resolve", () => {
  for (const specifier of ["zod", "#lib/a.ts", "jsr:@std/path@1.0.0", "https://esm.sh/zod@4.6.7"]) {
    assert.equal(lint("lib/deps/a.ts", `import * as a from "${specifier}";`).length, 1, specifier);
  }
  assert.deepEqual(lint("lib/core/a.ts", 'import { DatabaseSync } from "node:sqlite";'), []);
});

Deno.test("kedge/imports lets examples import the public URL, and the library only relative paths", () => {
  const source = `import { run } from "${BASE_URL}mod.ts";`;

  assert.deepEqual(lint("examples/penguins/kedge.ts", source), []);
  assert.equal(lint("examples/penguins/kedge.ts", source.replace("kedge@", "kedge@9")).length, 1);
  assert.equal(lint("lib/core/a.ts", source).length, 1);
});

Deno.test("kedge/file-names wants snake_case", () => {
  for (const path of ["lib/core/run_context.ts", "lib/core/_a.ts", "lib/stores/s3.ts"]) {
    assert.deepEqual(lint(path, ""), [], path);
  }
  for (const path of ["lib/core/runContext.ts", "lib/core/run-context.ts", "tests/core/A_test.ts"]) {
    assert.equal(lint(path, "").length, 1, path);
  }
});

Deno.test("kedge/file-length stops at 300 lines, but for the list of exports", () => {
  assert.deepEqual(lint("mod.ts", "// line\n".repeat(301)), []);
  assert.deepEqual(lint("lib/core/a.ts", "// line\n".repeat(300)), []);
  assert.deepEqual(lint("lib/core/a.ts", "// line\n".repeat(301)), [
    "kedge/file-length: File has 301 lines, more than 300: split it by idea",
  ]);
});

Deno.test("kedge/no-console keeps the console out of the library", () => {
  assert.equal(lint("lib/core/a.ts", 'console.log("a");').length, 1);
  assert.equal(lint("lib/core/a.ts", "const write = console.error;").length, 1);
  assert.deepEqual(lint("cli/a.ts", 'console.log("a");'), []);
});

Deno.test("kedge/no-default-export wants names", () => {
  assert.equal(lint("lib/core/a.ts", "export default 1;").length, 1);
  assert.deepEqual(lint("examples/penguins/kedge.ts", "export default 1;"), []);
});

Deno.test("kedge/no-process-state refuses changes that all of a process would see", () => {
  assert.equal(lint("tests/core/a_test.ts", 'Deno.chdir("/");').length, 1);
  assert.equal(lint("lib/core/a.ts", 'Deno.env.set("A", "b");').length, 1);
  assert.deepEqual(lint("lib/core/a.ts", 'Deno.env.get("A"); Deno.cwd();'), []);
});

Deno.test("kedge/lazy-commands wants loaders that Deno does not look into", () => {
  const path = "cli/run/run_command.ts";

  assert.equal(
    lint(path, 'export const a = { loader: async () => (await import("./run.ts")).run };').length,
    1,
  );
  assert.deepEqual(lint(path, 'const R = "./run.ts"; export const a = { loader: () => import(R) };'), []);
  assert.deepEqual(lint(path, 'await import("./run.ts");'), []);
});

Deno.test("kedge/error-messages wants sentence case, no final period and no contractions", () => {
  const path = "lib/core/a.ts";

  assert.deepEqual(lint(path, 'throw new TypeError(`Cannot load "${name}": it does not exist`);'), []);
  assert.deepEqual(lint(path, "throw new StoreError(`${uri} is missing`, uri);"), []);
  assert.deepEqual(lint(path, "throw new Error(message);"), []);
  for (
    const message of [
      '"invalid config"',
      '"Cannot load."',
      "`Cannot load ${name}.`",
      "`cannot load ${name}`",
      '"The file doesn\'t exist"',
      "`Cannot load ${name}: it isn't there`",
    ]
  ) {
    assert.equal(lint(path, `throw new RangeError(${message});`).length, 1, message);
  }
});
