import assert from "node:assert/strict";
import { serveFiles } from "../../tasks/static_server.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("serveFiles() sends files with the type that imports need", async () => {
  await using dir = await tempDir();
  await dir.write({ "lib/core/a b.ts": "export {};\n" });
  await using server = serveFiles(dir.path);

  const response = await fetch(`${server.url}lib/core/a%20b.ts`);

  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/typescript");
  assert.equal(await response.text(), "export {};\n");
});

Deno.test("serveFiles() tells of every file it sends", async () => {
  await using dir = await tempDir();
  await dir.write({ "lib/a.ts": "12345" });
  const sent: unknown[] = [];
  await using server = serveFiles(dir.path, { onSent: (...event) => sent.push(event) });

  await (await fetch(`${server.url}lib/a.ts`)).body?.cancel();
  await (await fetch(`${server.url}lib/b.ts`)).body?.cancel();

  assert.deepEqual(sent, [["lib/a.ts", 5]]);
});

Deno.test("serveFiles() keeps hidden files and everything outside of the folder to itself", async () => {
  await using dir = await tempDir();
  await dir.write({
    "secret.txt": "secret",
    "root/.git/config": "secret",
    "root/.kedge/runs.db": "secret",
    "root/examples/.kedge/runs.db": "secret",
    "root/mod.ts": "export {};",
  });
  await Deno.symlink(dir.join("secret.txt"), dir.join("root/link.txt"));
  await Deno.symlink(dir.join("root/.git/config"), dir.join("root/config.txt"));
  await using server = serveFiles(dir.join("root"));
  const paths = [
    ".git/config",
    "%2egit/config",
    ".kedge/runs.db",
    "examples/.kedge/runs.db",
    "%2e%2e/secret.txt",
    "..%2fsecret.txt",
    "x%5c..%5c..%5csecret.txt",
    "link.txt",
    "config.txt",
    "mod.ts/x",
    "%ff",
    "examples",
    "",
  ];

  for (const path of paths) {
    const response = await fetch(`${server.url}${path}`);

    assert.equal(response.status, 404, path);
    assert.equal(await response.text(), "Not found\n", path);
  }
});

Deno.test("serveFiles() answers questions only", async () => {
  await using dir = await tempDir();
  await dir.write({ "mod.ts": "export {};" });
  await using server = serveFiles(dir.path);

  const head = await fetch(`${server.url}mod.ts`, { method: "HEAD" });
  const post = await fetch(`${server.url}mod.ts`, { method: "POST", body: "x" });

  assert.deepEqual([head.status, await head.text()], [200, ""]);
  assert.deepEqual([post.status, await post.text()], [405, "Only GET\n"]);
});
