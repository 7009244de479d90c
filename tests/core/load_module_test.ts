import assert from "node:assert/strict";
import { ConfigError } from "../../lib/core/errors.ts";
import { loadModule } from "../../lib/core/load_module.ts";
import { tempDir } from "../support/temp_dir.ts";

async function messageOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof ConfigError);
  return error.message;
}

Deno.test("loadModule() gives what a module of the project exports", async () => {
  await using dir = await tempDir();
  await dir.write({ "sub folder/a.ts": "export const answer: number = 42;" });

  const byRelativePath = await loadModule("./sub folder/a.ts", { root: dir.path });
  const byAbsolutePath = await loadModule(dir.join("sub folder", "a.ts"), { root: dir.path });

  assert.equal(byRelativePath["answer"], 42);
  assert.equal(byAbsolutePath, byRelativePath);
});

Deno.test("loadModule() loads nothing from outside of the project", async () => {
  await using dir = await tempDir();
  const mark = `kedge_test_${crypto.randomUUID()}`;
  await dir.write({ "outside.ts": `Object.assign(globalThis, { "${mark}": true });`, "project/a.ts": "" });
  await Deno.symlink(dir.join("outside.ts"), dir.join("project", "link.ts"));
  const root = dir.join("project");

  for (const path of ["../outside.ts", dir.join("outside.ts"), "link.ts"]) {
    const message = await messageOf(loadModule(path, { root }));
    assert.equal(message, `Cannot load module "${path}": it lies outside of the project folder`);
  }
  for (const path of ["https://example.invalid/a.ts", "data:text/javascript,1", "npm:zod", "file:///a.ts"]) {
    const message = await messageOf(loadModule(path, { root }));
    assert.equal(message, `Cannot load module "${path}": only files of the project are loaded, not URLs`);
  }
  assert.equal(mark in globalThis, false);
});

Deno.test("loadModule() says what is not there, and what is not a file", async () => {
  await using dir = await tempDir();
  await dir.write({ "folder/a.ts": "" });

  assert.equal(
    await messageOf(loadModule("b.ts", { root: dir.path })),
    `Cannot load module "b.ts": "${dir.join("b.ts")}" does not exist`,
  );
  assert.equal(
    await messageOf(loadModule("folder", { root: dir.path })),
    `Cannot load module "folder": it is not a file`,
  );
});

Deno.test("loadModule() keeps the error of a module that fails as the cause", async () => {
  await using dir = await tempDir();
  await dir.write({ "a.ts": 'throw new RangeError("no luck");', "b.ts": "export const = 1;" });

  const error = await loadModule("a.ts", { root: dir.path }).catch((error: unknown) => error);

  assert.ok(error instanceof ConfigError && error.cause instanceof RangeError);
  assert.equal(error.message, `Cannot load module "a.ts": no luck`);
  assert.match(
    await messageOf(loadModule("b.ts", { root: dir.path })),
    /^Cannot load module "b.ts": .*SyntaxError/,
  );
});
