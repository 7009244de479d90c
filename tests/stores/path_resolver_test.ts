import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { httpStore } from "../../lib/stores/http_store.ts";
import { pathResolver } from "../../lib/stores/path_resolver.ts";
import { secret } from "../../lib/core/secret.ts";
import { createCatalog } from "../../lib/catalog/create_catalog.ts";
import { s3Store } from "../../lib/stores/s3/s3_store.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("pathResolver() counts relative paths from the project", () => {
  const resolve = pathResolver("/project");

  const uris = ["data/a.csv", "./data//a.csv", "data/x/../a.csv", "/project/data/a.csv", "data/a.csv/"].map(
    (path) => {
      const { store, key } = resolve(path);
      return [store.root, key];
    },
  );

  const [first, ...others] = uris;
  assert.deepEqual(first, [`${pathToFileURL("/project").href}/`, "data/a.csv"]);
  assert.ok(others.every((other) => other.join() === first?.join()));
});

Deno.test("pathResolver() takes absolute paths, file URLs and paths above the project", () => {
  const resolve = pathResolver("/srv/project");

  const uris = ["/data/a.csv", "file:///data/a%20b.csv", "../other/a.csv", "..a.csv"].map((path) => {
    const { store, key } = resolve(path);
    return store.uri(key);
  });

  assert.deepEqual(uris, [
    "file:///data/a.csv",
    "file:///data/a%20b.csv",
    "file:///srv/other/a.csv",
    "file:///srv/project/..a.csv",
  ]);
});

Deno.test("pathResolver() takes URLs of S3 and of web servers, and asks nobody", () => {
  const resolve = pathResolver("/project");

  const places = [
    "s3://bucket/data/a b%20c.csv",
    "S3A://bucket/x",
    "s3://bucket/folder/",
    "HTTPS://a:b@example.org/d/a%20b.csv",
  ]
    .map((path) => {
      const { store, key } = resolve(path);
      return [store.root, key, store.uri(key)];
    });

  assert.deepEqual(places, [
    // As other tools of S3 have it: nothing in a key is encoded.
    ["s3://bucket/", "data/a b%20c.csv", "s3://bucket/data/a b%20c.csv"],
    ["s3://bucket/", "x", "s3://bucket/x"],
    ["s3://bucket/", "folder", "s3://bucket/folder"],
    ["https://example.org/d/", "a b.csv", "https://example.org/d/a%20b.csv"],
  ]);
});

Deno.test("pathResolver() names stores as they call themselves once they are opened", () => {
  const resolve = pathResolver("/project");
  const pairs = [
    [resolve("s3://bucket/x").store, s3Store("s3://bucket", { region: "eu-central-1" })],
    [resolve("https://example.org/d/x").store, httpStore("https://example.org/d/")],
  ] as const;

  for (const [named, opened] of pairs) {
    assert.equal(named.root, opened.root);
    assert.deepEqual(named.traits, opened.traits);
    assert.equal(named.leftovers === undefined, opened.leftovers === undefined);
    for (const key of ["a", "a b/%20+", "größe/日本"]) assert.equal(named.uri(key), opened.uri(key));
    for (const key of ["", "/a", "a//b", "a/../b", "."]) {
      assert.throws(() => named.uri(key), TypeError);
      assert.throws(() => opened.uri(key), TypeError);
    }
  }
});

Deno.test("pathResolver() gives all keys of a bucket one store for each set of credentials", () => {
  const resolve = pathResolver("/project");
  const [ada, again, bob] = ["a", "a", "b"].map((key) => ({
    credentials: { key: secret(key), secret: secret("s") },
  }));

  const stores = [
    resolve("s3://bucket/x", ada),
    resolve("s3://bucket/y/z", again),
    resolve("s3://bucket/x", bob),
    resolve("s3://bucket/x"),
    resolve("s3://other/x", ada),
  ].map(({ store }) => store);

  assert.equal(stores[0], stores[1]);
  assert.equal(new Set(stores).size, 4);
});

Deno.test("pathResolver() refuses what it cannot reach, and takes no drive for a scheme", () => {
  const resolve = pathResolver("/project");

  assert.throws(() => resolve("abfs://a/b"), {
    name: "RangeError",
    message: 'Scheme "abfs:" is not supported: a place is a path, or a URL of file:, s3:, http: or https:',
  });
  assert.throws(() => resolve("s3://bucket/../x"), { name: "TypeError", message: /segment "\.\."/ });
  for (const path of ["s3://bucket", "s3://bucket/", "https://example.org/"]) {
    assert.throws(() => resolve(path), {
      name: "RangeError",
      message: /^It names all of a store: a key must follow/,
    });
  }
  assert.throws(() => resolve("s3:///x"), { name: "TypeError", message: /must be s3:\/\/BUCKET\/KEY/ });
  assert.doesNotThrow(() => resolve("C:\\data\\a.csv"));
  assert.doesNotThrow(() => resolve("data/2026-11-24T03:54.csv"));
});

Deno.test("createCatalog() saves where the paths of entries say", async () => {
  await using dir = await tempDir();
  const root = dir.join("project");
  const catalog = createCatalog({
    root,
    entries: {
      inside: { type: "text", filepath: "data/raw/a.txt" },
      above: { type: "text", filepath: "../b.txt" },
      absolute: { type: "text", filepath: dir.join("c.txt") },
      url: { type: "text", filepath: pathToFileURL(dir.join("d e.txt")).href },
    },
  });

  for (const name of catalog.names()) await catalog.save(name, name);

  const files = ["project/data/raw/a.txt", "b.txt", "c.txt", "d e.txt"];
  assert.deepEqual(
    await Promise.all(files.map((file) => Deno.readTextFile(dir.join(file)))),
    ["inside", "above", "absolute", "url"],
  );
  assert.equal(catalog.describe("above")?.["filepath"], "../b.txt");
});

Deno.test({
  name: "pathResolver() asks for no permission before it is used",
  permissions: "none",
  fn: () => {
    assert.equal(typeof pathResolver("."), "function");
    assert.deepEqual(createCatalog({ entries: { a: { type: "json", filepath: "a.json" } } }).names(), ["a"]);
  },
});

Deno.test("pathResolver() counts from the current folder when the root is one", () => {
  const { store, key } = pathResolver(".")("deno.json");

  assert.equal(store.uri(key), pathToFileURL(join(Deno.cwd(), "deno.json")).href);
});
