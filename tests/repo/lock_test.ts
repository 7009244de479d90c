import assert from "node:assert/strict";
import { listFiles } from "../../tasks/files.ts";
import { ROOT } from "../../tasks/process.ts";

const PACKAGE = /"npm:((?:@[^/"@]+\/)?[^/"@]+@[^/"]+)[^"]*"/g;
const text = await Deno.readTextFile(`${ROOT}deno.lock`);

Deno.test("deno.lock names packages and no address of a machine or registry", () => {
  assert.deepEqual(text.match(/\S*:\/\/\S*/g), null);
});

Deno.test("deno.lock holds one version of every package that a file names", () => {
  const names = lockedPackages().map((specifier) => specifier.replace(/(?<=.)@[^@]*$/, ""));

  assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
});

Deno.test("deno.lock holds every package of the library, those too that are loaded when they are used", async () => {
  const sources = (await listFiles("lib/deps", [".ts"])).map((path) => Deno.readTextFile(`${ROOT}${path}`));
  const named = (await Promise.all(sources)).flatMap((source) => [...source.matchAll(PACKAGE)])
    .map(([, name]) => `npm:${name}`);

  const locked = new Set(lockedPackages());
  assert.ok(named.length > 0);
  assert.deepEqual(
    named.filter((name) => !locked.has(name)),
    [],
    "run what loads the package, and commit deno.lock",
  );
});

/** Packages as the files name them: `npm:zod@4.6.7`. */
function lockedPackages(): string[] {
  const { specifiers } = JSON.parse(text) as { readonly specifiers: Readonly<Record<string, string>> };
  return Object.keys(specifiers);
}
