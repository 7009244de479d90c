import assert from "node:assert/strict";
import { loadConfig } from "../../lib/config/load_config.ts";
import { ConfigError } from "../../lib/core/errors.ts";
import { gzipOf, itemsOf, tarOf, zipOf } from "../support/archives.ts";
import { serveIndex } from "../support/index_server.ts";
import { tempDir } from "../support/temp_dir.ts";

const FILES = {
  "base/parameters.yml": "a: 1\nb: ${a}\n",
  "base/deep/catalog_x.yml": "cars: {type: text}\n",
  "base/.hidden/parameters.yml": "a: 2\n",
  "prod/parameters.yml": "a: 3\n",
};
const below = (folder: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

const archives = {
  "conf.zip": await zipOf(itemsOf(FILES)),
  "packed.zip": await zipOf(itemsOf(below("conf", FILES))),
  "conf.tar": await tarOf(itemsOf(FILES)),
  "packed.tar.gz": await gzipOf(await tarOf(itemsOf(below("conf", FILES)))),
  "packed.tgz": await gzipOf(await tarOf(itemsOf(below("./conf", FILES)))),
};

for (const [name, bytes] of Object.entries(archives)) {
  Deno.test(`loadConfig() reads an archive like a folder: ${name}`, async () => {
    await using dir = await tempDir();
    await Deno.writeFile(dir.join(name), bytes);

    const config = await loadConfig({ root: dir.path, confSource: name, env: "prod" });

    assert.deepEqual(config.parameters.data, { a: 3, b: 1 });
    assert.deepEqual(config.catalog.data, { cars: { type: "text" } });
    assert.deepEqual(config.files, [
      `${name}/base/deep/catalog_x.yml`,
      `${name}/base/parameters.yml`,
      `${name}/prod/parameters.yml`,
    ]);
    assert.equal(config.parameters.placeOf(["a"])?.file, `${name}/prod/parameters.yml`);
    assert.equal(config.mayNameModules, false);
  });
}

Deno.test("loadConfig() reads a folder and an archive of a web server", async () => {
  await using dir = await tempDir();
  await using server = serveIndex(below("conf", FILES), {
    answers: { "c/packed.zip": () => new Response(archives["packed.zip"]) },
  });

  for (
    const confSource of [`${server.url}conf`, `${server.url}conf/`, `${server.url}c/packed.zip?token=canary`]
  ) {
    const config = await loadConfig({ root: dir.path, confSource, env: "prod" });

    assert.deepEqual(config.parameters.data, { a: 3, b: 1 });
    assert.equal(config.mayNameModules, false);
    assert.ok(
      config.files.every((file) => file.startsWith(server.url) && !file.includes("canary")),
      config.files[0],
    );
  }
});

Deno.test("loadConfig() tells what is wrong with files of an archive, with their lines", async () => {
  await using dir = await tempDir();
  await Deno.writeFile(
    dir.join("c.zip"),
    await zipOf([{ path: "base/parameters.yml", content: "a: 1\na: 2\n" }]),
  );

  await assert.rejects(loadConfig({ root: dir.path, confSource: "c.zip" }), {
    message:
      "1 problem in the configuration:\n  c.zip/base/parameters.yml:2:1  a is written twice, first on line 1",
  });
});

const refused: readonly (readonly [string, string, RegExp])[] = [
  ["an archive that is not there", "none.zip", /"none\.zip": no such file/],
  [
    "an archive that is none",
    "broken.tar.gz",
    /"broken\.tar\.gz": cannot open archive ".*": it must be a zip/,
  ],
  [
    "another scheme",
    "gs://bucket/conf",
    /"gs:\/\/bucket\/conf": it must be a folder, a zip, tar or tar\.gz archive/,
  ],
  ["no URL", "https://", /"a URL": /],
];
for (const [what, confSource, message] of refused) {
  Deno.test(`loadConfig() refuses ${what}`, async () => {
    await using dir = await tempDir();
    await dir.write({ "broken.tar.gz": "not packed" });

    await assert.rejects(loadConfig({ root: dir.path, confSource }), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("loadConfig() tells of a server that fails or lists nothing, without its credentials", async () => {
  await using dir = await tempDir();
  await using server = serveIndex({}, {
    answers: {
      "c.zip": () => new Response("", { status: 503 }),
      "no/": () => new Response("", { status: 403 }),
    },
  });
  const url = server.url.replace("//", "//ada:canary@");

  for (
    const [path, message] of [
      ["c.zip?sig=canary", /the server answers 503/],
      ["gone.tgz", /it does not exist/],
      ["no", /the server answers 403/],
      ["empty", /the server must make index pages of folders/],
    ] as const
  ) {
    await assert.rejects(loadConfig({ root: dir.path, confSource: `${url}${path}` }), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, message);
      assert.ok(!Deno.inspect(error).includes("canary"), Deno.inspect(error));
      return true;
    });
  }
});

Deno.test("loadConfig() refuses a file of a server that is too large, and reads no more of it than it must", async () => {
  await using dir = await tempDir();
  let sent = 0;
  await using server = serveIndex({ "base/parameters.yml": "a: 1" }, {
    answers: {
      "base/parameters.yml": () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              sent += 1 << 20;
              controller.enqueue(new Uint8Array(1 << 20).fill(35));
              if (sent > 100 << 20) controller.close();
            },
          }),
        ),
    },
  });

  await assert.rejects(loadConfig({ root: dir.path, confSource: server.url }), {
    message: /A configuration file must have at most 16 MiB/,
  });
  assert.ok(sent < 64 << 20, `${sent}`);
});

Deno.test("loadConfig() names an absolute folder inside of the project from there", async () => {
  await using dir = await tempDir();
  await dir.write(below("other", FILES));

  const { files, mayNameModules } = await loadConfig({ root: dir.path, confSource: dir.join("other/") });

  assert.deepEqual(files, ["other/base/deep/catalog_x.yml", "other/base/parameters.yml"]);
  assert.equal(mayNameModules, true);
});
