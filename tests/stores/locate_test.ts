import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { createLocator, type StoreLocation } from "../../lib/stores/locate.ts";
import { serveIndex } from "../support/index_server.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("createLocator() tells files, folders and nothing apart", async () => {
  await using dir = await tempDir();
  await dir.write({ "data/a.csv": "a", "data/sub/b.csv": "bb" });
  const locate = createLocator({ root: dir.path });

  const found = await Promise.all(
    ["data/a.csv", "data", "data/", ".", "data/none.csv", pathToFileURL(dir.join("data")).href].map(locate),
  );

  assert.deepEqual(found.map(({ kind }) => kind), [
    "object",
    "folder",
    "folder",
    "folder",
    "nothing",
    "folder",
  ]);
  const [file, folder, , , none] = found;
  assert.deepEqual(file?.kind === "object" && [file.key, file.info.size], ["data/a.csv", 1]);
  assert.deepEqual(await keysOf(folder), ["a.csv", "sub/b.csv"]);
  assert.equal(none?.kind === "nothing" && none.place.key, "data/none.csv");
  assert.equal(
    none?.kind === "nothing" && none.folder.store.root,
    `${pathToFileURL(dir.join("data", "none.csv")).href}/`,
  );
});

Deno.test("createLocator() looks at web servers, and asks nobody of a folder", async () => {
  await using server = serveIndex({ "data/a.csv": "a" });
  const locate = createLocator();

  const [folder, file, none] = [
    await locate(`${server.url}data/`),
    await locate(`${server.url}data/a.csv`),
    await locate(`${server.url}other`),
  ];

  assert.deepEqual([folder.kind, file.kind, none.kind], ["folder", "object", "nothing"]);
  assert.equal(file.kind === "object" && file.info.size, 1);
  assert.ok(!server.requests.includes("GET /data/"), server.requests.join());
  assert.deepEqual(await keysOf(folder), ["a.csv"]);
});

Deno.test("createLocator() refuses what names no place", async () => {
  await assert.rejects(createLocator()("gs://bucket/x"), RangeError);
  await assert.rejects(createLocator()("s3://B/x"), TypeError);
});

async function keysOf(location: StoreLocation | undefined): Promise<string[]> {
  assert.equal(location?.kind, "folder");
  const infos = await Array.fromAsync(location.store.list(location.prefix));
  return infos.map(({ key }) => key.slice(location.prefix.length));
}
